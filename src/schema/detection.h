#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "json/value.h"

namespace decant::schema {

/// What a new column's first value is taken for, if it looks like it (dlt-normalize-load §5).
enum class Detection : std::uint8_t {
  timestamp,
  iso_timestamp,
  iso_date,
  large_integer,
  hexbytes_to_text,
  wei_to_double
};

std::string_view to_string(Detection detection);
std::optional<Detection> detection_from(std::string_view name);

/// Reads a list of their names; a null is an empty one. `where` names it in errors (kind `schema`).
Result<std::vector<Detection>> detections_from(const json::Value& list, const std::string& where);

}  // namespace decant::schema
