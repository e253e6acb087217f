#include "http/retry_after.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <vector>

#include "http/headers.h"

namespace decant::http {

namespace {

constexpr std::int64_t kFirstEpochSecond = 1'000'000'000;  // larger numbers are instants, not delays
constexpr std::int64_t kLongestDelaySeconds = 10LL * 365 * 86'400;

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::optional<std::int64_t> parse_digits(std::string_view text) {
  if (text.empty() || text.size() > 15) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || text.front() == '-') return std::nullopt;
  return number;
}

/// `1.5`, in milliseconds rounded up.
std::optional<std::chrono::milliseconds> parse_fraction(std::string_view text) {
  const auto point = text.find('.');
  if (point == std::string_view::npos) return std::nullopt;
  const auto whole = parse_digits(text.substr(0, point));
  auto fraction = text.substr(point + 1);
  if (!whole || fraction.empty() || fraction.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  const bool more = fraction.size() > 3;
  std::string digits(fraction.substr(0, 3));
  digits.resize(3, '0');
  const std::int64_t parts = *parse_digits(digits) + (more ? 1 : 0);
  return std::chrono::milliseconds(std::min(*whole, kLongestDelaySeconds) * 1000 + parts);
}

std::optional<int> parse_small(std::string_view text) {
  const auto number = text.size() <= 4 ? parse_digits(text) : std::nullopt;
  return number ? std::optional<int>(static_cast<int>(*number)) : std::nullopt;
}

std::vector<std::string_view> split(std::string_view text, std::string_view delimiters) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const auto end = text.find_first_of(delimiters);
    if (end != 0) parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return parts;
}

/// Seconds of the day from `hh:mm:ss`.
std::optional<std::int64_t> parse_time_of_day(std::string_view text) {
  const auto parts = split(text, ":");
  if (parts.size() != 3) return std::nullopt;
  const auto hour = parse_small(parts[0]);
  const auto minute = parse_small(parts[1]);
  const auto second = parse_small(parts[2]);
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return *hour * 3600 + *minute * 60 + *second;
}

std::optional<Micros> instant(CivilDate date, std::int64_t seconds) {
  if (!is_valid(date)) return std::nullopt;
  return days_from_civil(date) * kMicrosPerDay + seconds * kMicrosPerSecond;
}

std::optional<int> month_number(std::string_view name) {
  static constexpr std::array<std::string_view, 12> kMonths{"jan", "feb", "mar", "apr", "may", "jun",
                                                            "jul", "aug", "sep", "oct", "nov", "dec"};
  const auto found =
      std::find_if(kMonths.begin(), kMonths.end(), [&](std::string_view month) { return same_name(month, name); });
  if (found == kMonths.end()) return std::nullopt;
  return static_cast<int>(found - kMonths.begin()) + 1;
}

/// `2024-01-02T03:04:05`, a fraction (ignored), `Z` or an offset; no zone counts as UTC.
std::optional<Micros> parse_iso8601(std::string_view text) {
  if (text.size() < 19 || (text[10] != 'T' && text[10] != ' ')) return std::nullopt;
  const auto date = split(text.substr(0, 10), "-");
  const auto seconds = parse_time_of_day(text.substr(11, 8));
  if (date.size() != 3 || !seconds) return std::nullopt;
  const auto year = parse_small(date[0]);
  const auto month = parse_small(date[1]);
  const auto day = parse_small(date[2]);
  if (!year || !month || !day) return std::nullopt;
  auto zone = text.substr(19);
  if (zone.starts_with('.')) zone.remove_prefix(std::min(zone.size(), zone.find_first_not_of("0123456789", 1)));
  std::int64_t offset = 0;
  if (!zone.empty() && zone != "Z") {
    const auto hours = parse_small(zone.substr(1, 2));
    const auto minutes = zone.size() < 5 ? std::optional<int>(0) : parse_small(zone.substr(zone.size() - 2));
    if ((zone.front() != '+' && zone.front() != '-') || !hours || !minutes) return std::nullopt;
    offset = (*hours * 3600 + *minutes * 60) * (zone.front() == '-' ? -1 : 1);
  }
  return instant({.year = *year, .month = *month, .day = *day}, *seconds - offset);
}

}  // namespace

std::optional<Micros> parse_http_date(std::string_view text) {
  auto parts = split(text, " ,-");
  if (!parts.empty() && (parts.back() == "GMT" || parts.back() == "UTC")) parts.pop_back();
  if (parts.size() != 5) return std::nullopt;
  const bool month_first = month_number(parts[1]).has_value();
  const auto month = month_number(month_first ? parts[1] : parts[2]);
  const auto day = parse_small(month_first ? parts[2] : parts[1]);
  auto year = parse_small(month_first ? parts[4] : parts[3]);
  const auto seconds = parse_time_of_day(month_first ? parts[3] : parts[4]);
  if (!month || !day || !year || !seconds) return std::nullopt;
  if (*year < 100) *year += *year < 70 ? 2000 : 1900;
  return instant({.year = *year, .month = *month, .day = *day}, *seconds);
}

std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view value, Micros now, RetryAfterForms forms) {
  value = trim(value);
  const bool extended = forms == RetryAfterForms::extended;
  std::optional<Micros> until;
  if (const auto delay = parse_fraction(value)) return delay;
  if (const auto number = parse_digits(value)) {
    if (!extended || *number <= kFirstEpochSecond) return std::chrono::seconds(std::min(*number, kLongestDelaySeconds));
    until = std::min(*number, 100 * kFirstEpochSecond) * kMicrosPerSecond;
  } else {
    until = parse_http_date(value);
    if (!until && extended) until = parse_iso8601(value);
  }
  if (!until) return std::nullopt;
  // Rounded up: a request sent a moment early would meet the limit again.
  return std::chrono::milliseconds(std::max<std::int64_t>(0, (*until - now + 999) / 1000));
}

}  // namespace decant::http
