#include "http/rate_limit.h"

#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <utility>

namespace decant::http {

namespace {

constexpr std::int64_t kMostPerWindow = 1'000'000'000;
constexpr std::int64_t kLongestSeconds = 366LL * 86'400;

/// A whole number from 1 on at the front, which is taken away.
std::optional<std::int64_t> take_number(std::string_view& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 1) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

std::optional<std::int64_t> seconds_of(std::string_view unit) {
  static constexpr std::array<std::pair<std::string_view, std::int64_t>, 8> kUnits{
      {{"s", 1}, {"sec", 1}, {"second", 1}, {"m", 60}, {"min", 60}, {"minute", 60}, {"h", 3600}, {"d", 86'400}}};
  for (const auto& [name, seconds] : kUnits) {
    if (unit == name) return seconds;
  }
  return std::nullopt;
}

}  // namespace

Result<RateLimit> parse_rate_limit(std::string_view text) {
  std::string_view rest = text;
  const auto requests = take_number(rest);
  if (requests && *requests <= kMostPerWindow && rest.starts_with('/')) {
    rest.remove_prefix(1);
    const bool has_number = !rest.empty() && rest.front() >= '0' && rest.front() <= '9';
    const auto count = has_number ? take_number(rest) : std::optional<std::int64_t>(1);
    const auto unit = seconds_of(rest);
    if (count && unit && *count <= kLongestSeconds / *unit)
      return RateLimit{.requests = *requests, .window = *count * *unit * kMicrosPerSecond};
  }
  return fail(ErrorKind::config, "not a rate of requests: `" + std::string(text.substr(0, 40)) + "`",
              "Write a number of requests and a time, such as 5/s, 60/10s or 1000/min.");
}

}  // namespace decant::http
