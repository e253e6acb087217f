#include "schema/data_type.h"

#include <array>

namespace decant::schema {

namespace {
constexpr std::array<std::string_view, 11> kTypeNames = {"text", "double",  "bool", "timestamp", "bigint", "binary",
                                                         "json", "decimal", "wei",  "date",      "time"};
}  // namespace

std::string_view to_string(DataType type) { return kTypeNames.at(static_cast<std::size_t>(type)); }

std::optional<DataType> data_type_from(std::string_view name) {
  for (std::size_t i = 0; i < kTypeNames.size(); ++i) {
    if (kTypeNames.at(i) == name) return static_cast<DataType>(i);
  }
  if (name == "complex") return DataType::json;
  return std::nullopt;
}

}  // namespace decant::schema
