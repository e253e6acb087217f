#include "source/incremental/external_interval.h"

#include <string>

#include "schema/timestamp_text.h"

namespace decant::source {

namespace {

const std::string* variable(const config::Environment& environment, std::string_view name) {
  const auto found = environment.variables.find(name);
  return found == environment.variables.end() || found->second.empty() ? nullptr : &found->second;
}

Result<Micros> instant(const std::string& name, const std::string& text) {
  if (const auto time = schema::parse_time(text)) return time->instant;
  return fail(ErrorKind::config, "environment variable " + name + " is no time: " + text,
              "Give it as ISO 8601, such as 2024-01-01T00:00:00Z.");
}

}  // namespace

Result<std::optional<Interval>> external_interval(const config::Environment& environment) {
  const std::string* const start = variable(environment, "DLT_INTERVAL_START");
  const std::string* const end = variable(environment, "DLT_INTERVAL_END");
  if (start == nullptr || end == nullptr) return std::optional<Interval>();
  Interval interval;
  DECANT_TRY(interval.start, instant("DLT_INTERVAL_START", *start));
  DECANT_TRY(interval.end, instant("DLT_INTERVAL_END", *end));
  return std::optional(interval);
}

bool allows_external_schedulers(const config::Environment& environment) {
  const std::string* const text = variable(environment, "DLT_ALLOW_EXTERNAL_SCHEDULERS");
  return text != nullptr && (*text == "1" || *text == "true" || *text == "True" || *text == "TRUE");
}

}  // namespace decant::source
