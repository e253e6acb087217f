#include "source/runtime_settings.h"

#include <array>
#include <chrono>
#include <optional>

#include "config/typed.h"
#include "json/write.h"

namespace decant::source {

namespace {

using config::Kind;

constexpr double kLongestSeconds = 86'400;
constexpr std::int64_t kMostAttempts = 100;
constexpr std::int64_t kLongestBody = std::int64_t{1} << 20;

/// Keys of dlt's section that say nothing about what decant does.
constexpr std::array<std::string_view, 9> kWithoutMeaning{"sentry_dsn",
                                                          "slack_incoming_hook",
                                                          "dlthub_telemetry",
                                                          "dlthub_telemetry_endpoint",
                                                          "dlthub_telemetry_segment_write_key",
                                                          "log_format",
                                                          "log_level",
                                                          "dlthub_dsn",
                                                          "config_files_storage_path"};

class Section {
 public:
  Section(const config::Providers& providers, std::string_view pipeline_name, const config::SectionPath& sections)
      : providers_(providers), pipeline_name_(pipeline_name), sections_(sections) {}

  Result<std::optional<config::Found>> find(std::string_view key) const {
    config::Query query;
    query.pipeline_name = pipeline_name_;
    query.sections = sections_;
    query.config_section = "runtime";
    query.key = key;
    DECANT_TRY(auto answer, providers_.look_up(query));
    return std::move(answer.found);
  }

  Result<std::optional<double>> number(std::string_view key, double least, double most) const {
    DECANT_TRY(const auto found, find(key));
    if (!found || found->value.is_null()) return std::optional<double>();
    DECANT_TRY(const auto value, config::typed(found->value, Kind::real, found->key));
    if (!(value.as_real() >= least && value.as_real() <= most)) return out_of_bounds(*found, least, most);
    return std::optional(value.as_real());
  }

  Result<std::optional<std::int64_t>> integer(std::string_view key, std::int64_t least, std::int64_t most) const {
    DECANT_TRY(const auto found, find(key));
    if (!found || found->value.is_null()) return std::optional<std::int64_t>();
    DECANT_TRY(const auto value, config::typed(found->value, Kind::integer, found->key));
    if (value.as_integer() < least || value.as_integer() > most)
      return out_of_bounds(*found, static_cast<double>(least), static_cast<double>(most));
    return std::optional(value.as_integer());
  }

  Result<std::optional<bool>> boolean(std::string_view key) const {
    DECANT_TRY(const auto found, find(key));
    if (!found || found->value.is_null()) return std::optional<bool>();
    DECANT_TRY(const auto value, config::typed(found->value, Kind::boolean, found->key));
    return std::optional(value.as_bool());
  }

 private:
  static std::unexpected<Error> out_of_bounds(const config::Found& found, double least, double most) {
    std::string bounds;
    json::append_real(least, bounds);
    bounds += " and ";
    json::append_real(most, bounds);
    return config::fail_at(found.value.location(), "`" + found.key + "` must be between " + bounds);
  }

  const config::Providers& providers_;
  std::string pipeline_name_;
  const config::SectionPath& sections_;
};

std::chrono::milliseconds milliseconds(double seconds) {
  return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

Result<void> read_requests(const Section& section, http::ClientOptions& http) {
  DECANT_TRY(const auto timeout, section.number("request_timeout", 0.001, kLongestSeconds));
  if (timeout) http.connect_timeout = http.idle_timeout = milliseconds(*timeout);
  DECANT_TRY(const auto attempts, section.integer("request_max_attempts", 1, kMostAttempts));
  if (attempts) http.retry_settings.attempts = static_cast<int>(*attempts);
  DECANT_TRY(const auto factor, section.number("request_backoff_factor", 0, kLongestSeconds));
  if (factor) http.retry_settings.first_delay = milliseconds(*factor);
  DECANT_TRY(const auto longest, section.number("request_max_retry_delay", 0, kLongestSeconds));
  if (longest) http.retry_settings.max_delay = milliseconds(*longest);
  return {};
}

Result<void> read_error_bodies(const Section& section, http::ClientOptions& http) {
  DECANT_TRY(const auto show, section.boolean("http_show_error_body"));
  http.show_error_body = show.value_or(http.show_error_body);
  DECANT_TRY(const auto length, section.integer("http_max_error_body_length", 0, kLongestBody));
  if (length) http.max_error_body = static_cast<std::size_t>(*length);
  return {};
}

}  // namespace

Result<RuntimeSettings> read_runtime_settings(const config::Providers& providers, std::string_view pipeline_name,
                                              const config::SectionPath& source_sections) {
  const Section section(providers, pipeline_name, source_sections);
  RuntimeSettings settings;
  DECANT_TRY(read_requests(section, settings.http));
  DECANT_TRY(read_error_bodies(section, settings.http));
  for (const auto key : kWithoutMeaning) {
    DECANT_TRY(const auto found, section.find(key));
    if (found) settings.ignored.push_back(found->key);
  }
  return settings;
}

}  // namespace decant::source
