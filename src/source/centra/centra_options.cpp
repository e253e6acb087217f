#include "source/centra/centra_options.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "config/typed.h"
#include "schema/time_zone.h"
#include "schema/timestamp_text.h"

namespace decant::source::centra {

namespace {

using config::Node;
using config::Reader;

constexpr std::int64_t kMostPerPage = 10'000;
constexpr std::int64_t kMostSeconds = std::int64_t{100} * 366 * 86400;

Result<void> read_page_size(Reader& reader, ValueLookup& lookup, CentraOptions& options) {
  DECANT_TRY(const auto given, lookup.find(reader, "page_size", false, false));
  if (!given) return {};
  DECANT_TRY(const Node number, config::typed(given->node, config::Kind::integer, given->path));
  options.values.page_size = number.as_integer();
  if (options.values.page_size >= 1 && options.values.page_size <= kMostPerPage) return {};
  return config::fail_at(number.location(), "`" + given->path + "` must be from 1 to " + std::to_string(kMostPerPage));
}

Result<void> read_timezone(Reader& reader, ValueLookup& lookup, CentraOptions& options) {
  DECANT_TRY(const auto given, lookup.find(reader, "timezone", false, false));
  if (!given) return {};
  DECANT_TRY(const Node text, config::typed(given->node, config::Kind::text, given->path));
  const std::string hint = "Name a zone, such as Europe/Stockholm.";
  if (text.as_text().empty()) return config::fail_at(text.location(), "`" + given->path + "` is empty", hint);
  if (const auto zone = schema::TimeZone::find(text.as_text()); !zone)
    return config::fail_at(text.location(), "`" + given->path + "`: " + zone.error().message, hint);
  options.values.timezone = text.as_text();
  options.has_timezone = true;
  return {};
}

Result<void> read_start_date(Reader& reader, ValueLookup& lookup, CentraOptions& options) {
  DECANT_TRY(const auto given, lookup.find(reader, "start_date", false, false));
  if (!given) return {};
  DECANT_TRY(const Node text, config::typed(given->node, config::Kind::text, given->path));
  if (!schema::parse_time(text.as_text()))
    return config::fail_at(text.location(), "`" + given->path + "` is no date: " + text.as_text(),
                           "Write it as 2024-01-31, or 2024-01-31T08:00 in the store's time.");
  options.values.start_date = text.as_text();
  return {};
}

/// A number alone says no unit, and days are as near as seconds.
Result<std::optional<std::int64_t>> read_seconds(Reader& reader, ValueLookup& lookup, std::string_view key) {
  DECANT_TRY(const auto given, lookup.find(reader, key, false, false));
  if (!given) return std::optional<std::int64_t>();
  const Node& node = given->node;
  const std::string hint = "Write a number with its unit, such as 30d or 12h.";
  const bool has_unit = node.is_text() && node.as_text().find_first_not_of("0123456789. ") != std::string::npos;
  if (!has_unit) return config::fail_at(node.location(), "`" + given->path + "` has no unit", hint);
  DECANT_TRY(const auto length, config::as_duration(node, given->path));
  const std::int64_t seconds = std::chrono::ceil<std::chrono::seconds>(length).count();
  if (seconds < 0 || seconds > kMostSeconds)
    return config::fail_at(node.location(), "`" + given->path + "` must be from 0s to a century", hint);
  return std::optional(seconds);
}

}  // namespace

Result<CentraOptions> read_options(Reader& reader, ValueLookup& lookup) {
  CentraOptions options;
  DECANT_TRY(read_page_size(reader, lookup, options));
  DECANT_TRY(read_timezone(reader, lookup, options));
  DECANT_TRY(read_start_date(reader, lookup, options));
  DECANT_TRY(const auto lookback, read_seconds(reader, lookup, "lookback"));
  DECANT_TRY(const auto overlap, read_seconds(reader, lookup, "overlap"));
  options.values.lookback = lookback.value_or(options.values.lookback);
  options.values.overlap = overlap.value_or(options.values.overlap);
  return options;
}

}  // namespace decant::source::centra
