#include "normalize/inference.h"

#include <cmath>
#include <optional>
#include <string_view>

#include "normalize/coerce.h"
#include "schema/timestamp_text.h"

namespace decant::normalize {

namespace {

using json::Kind;
using schema::DataType;
using schema::Detection;

std::optional<DataType> if_time_is_near(json::Node value, Micros now) {
  constexpr double kRange = 5.0 * 365 * 86'400;
  const double seconds = static_cast<double>(now) / static_cast<double>(kMicrosPerSecond);
  double number = 0;
  if (value.kind() == Kind::integer) {
    number = static_cast<double>(value.token().integer);
  } else if (value.kind() == Kind::real) {
    number = value.token().real;
  } else {
    return std::nullopt;
  }
  if (std::fabs(number - seconds) <= kRange) return DataType::timestamp;
  return std::nullopt;
}

std::optional<DataType> if_integer_is_large(json::Node value) {
  if (value.kind() == Kind::unsigned_integer) return DataType::wei;
  if (value.kind() != Kind::number_text) return std::nullopt;
  constexpr std::string_view kLargestWei = "578960446186580977117854925043439539266";
  const auto text = value.text();
  if (text.front() == '-' || text.find_first_of(".eE") != std::string_view::npos) return std::nullopt;
  const bool fits = text.size() < kLargestWei.size() || (text.size() == kLargestWei.size() && text <= kLargestWei);
  return fits ? DataType::wei : DataType::text;
}

std::optional<DataType> detect(Detection detection, json::Node value, Micros now) {
  switch (detection) {
    case Detection::timestamp: return if_time_is_near(value, now);
    case Detection::iso_timestamp:
    case Detection::iso_date: {
      if (!value.is_string()) return std::nullopt;
      const auto parsed = schema::parse_time(value.text());
      const bool is_timestamp = detection == Detection::iso_timestamp;
      if (!parsed || parsed->has_time != is_timestamp) return std::nullopt;
      return is_timestamp ? DataType::timestamp : DataType::date;
    }
    case Detection::large_integer: return if_integer_is_large(value);
    case Detection::hexbytes_to_text: return std::nullopt;  // a type of Python's that no record here holds
    case Detection::wei_to_double:
      return value.is_typed(json::TypedKind::wei) ? std::optional(DataType::real) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

DataType infer_type(json::Node value, const std::vector<Detection>& detections, Micros now) {
  for (const Detection detection : detections) {
    if (const auto type = detect(detection, value, now)) return *type;
  }
  return type_of(value);
}

}  // namespace decant::normalize
