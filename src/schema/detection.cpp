#include "schema/detection.h"

#include <algorithm>
#include <array>

namespace decant::schema {

namespace {
constexpr std::array<std::string_view, 6> kDetectionNames = {"timestamp",     "iso_timestamp",    "iso_date",
                                                             "large_integer", "hexbytes_to_text", "wei_to_double"};
}  // namespace

std::string_view to_string(Detection detection) { return kDetectionNames.at(static_cast<std::size_t>(detection)); }

std::optional<Detection> detection_from(std::string_view name) {
  const auto* const found = std::find(kDetectionNames.begin(), kDetectionNames.end(), name);
  if (found == kDetectionNames.end()) return std::nullopt;
  return static_cast<Detection>(found - kDetectionNames.begin());
}

Result<std::vector<Detection>> detections_from(const json::Value& list, const std::string& where) {
  std::vector<Detection> detections;
  if (list.is_null()) return detections;
  if (!list.is_array()) return fail(ErrorKind::schema, where + " is not a list");
  for (const auto& name : list.as_array()) {
    const auto detection = name.is_string() ? detection_from(name.as_string()) : std::nullopt;
    if (!detection)
      return fail(ErrorKind::schema, where + " names a detector that dlt does not have",
                  "Detectors: timestamp, iso_timestamp, iso_date, large_integer, hexbytes_to_text, wei_to_double.");
    detections.push_back(*detection);
  }
  return detections;
}

}  // namespace decant::schema
