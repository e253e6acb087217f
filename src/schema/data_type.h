#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace decant::schema {

/// dlt's data types. (`complex`, the old name of json, is migrated on read.)
enum class DataType : std::uint8_t { text, real, boolean, timestamp, bigint, binary, json, decimal, wei, date, time };

/// The name in a schema document: `double` for real, `bool` for boolean, else as it is.
std::string_view to_string(DataType type);
std::optional<DataType> data_type_from(std::string_view name);

}  // namespace decant::schema
