#include "http/rate_headers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>

#include "http/retry_after.h"

namespace decant::http {

namespace {

constexpr double kFirstEpoch = 1e9;        // larger numbers are instants, not delays
constexpr double kFirstEpochMilli = 1e12;  // and these instants in milliseconds
constexpr double kMostSeconds = 400.0 * 86'400;
constexpr std::int64_t kMostRequests = 1'000'000'000;
constexpr Micros kSkew = 5 * kMicrosPerSecond;  // clocks that differ by more are not compared

/// The number at the front of a text; what follows (`;w=60`, a second value) is no part of it.
std::optional<double> number_at(std::string_view text) {
  text.remove_prefix(std::min(text.size(), text.find_first_not_of(" \t\"")));
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  const bool goes_on =
      end != text.data() + text.size() && std::string_view(" \t\",;").find(*end) == std::string_view::npos;
  if (error != std::errc() || goes_on || !std::isfinite(number) || number < 0) return std::nullopt;
  return number;
}

std::optional<std::int64_t> count_at(std::string_view text) {
  const auto number = number_at(text);
  if (!number || *number > static_cast<double>(kMostRequests)) return std::nullopt;
  return static_cast<std::int64_t>(*number);
}

/// The number of `key=…` in a list of parameters.
std::optional<double> parameter(std::string_view text, std::string_view key) {
  for (std::size_t at = text.find(key); at != std::string_view::npos; at = text.find(key, at + 1)) {
    const bool begins = at == 0 || std::string_view(" ;,\t").find(text[at - 1]) != std::string_view::npos;
    const std::size_t end = at + key.size();
    if (begins && end < text.size() && text[end] == '=') return number_at(text.substr(end + 1));
  }
  return std::nullopt;
}

const std::string* find_any(const Headers& headers, std::string_view name) {
  for (const char* prefix : {"RateLimit-", "X-RateLimit-", "X-Rate-Limit-"}) {
    if (const std::string* value = headers.find(prefix + std::string(name))) return value;
  }
  return nullptr;
}

/// The server's clock, if it runs another time than ours.
Micros server_now(const Headers& headers, Micros now) {
  const std::string* date = headers.find("Date");
  const auto instant = date == nullptr ? std::nullopt : parse_http_date(*date);
  return instant && std::abs(*instant - now) > kSkew ? *instant : now;
}

std::optional<Micros> delay_of(std::optional<double> reset, const Headers& headers, Micros now) {
  if (!reset) return std::nullopt;
  double seconds = *reset;
  if (seconds > kFirstEpochMilli) seconds /= 1000;
  if (seconds > kFirstEpoch)
    seconds -= static_cast<double>(server_now(headers, now)) / static_cast<double>(kMicrosPerSecond);
  if (seconds <= 0 || seconds > kMostSeconds) return std::nullopt;
  return static_cast<Micros>(seconds * static_cast<double>(kMicrosPerSecond));
}

std::optional<Micros> window_of(std::optional<double> seconds) {
  if (!seconds || *seconds < 0.001 || *seconds > kMostSeconds) return std::nullopt;
  return static_cast<Micros>(*seconds * static_cast<double>(kMicrosPerSecond));
}

/// `100;w=10, 5000;w=3600` or `"default";q=100;w=10`.
void read_policies(std::string_view text, RateAnnouncement& found) {
  while (!text.empty()) {
    const auto end = text.find(',');
    const auto entry = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    const auto window = window_of(parameter(entry, "w"));
    const auto named = parameter(entry, "q");
    const auto limit = named ? count_at(std::to_string(*named)) : count_at(entry);
    if (!window || !limit || *limit < 1 || (found.window && *found.window <= *window)) continue;
    found.window = window;
    found.limit = limit;
  }
}

}  // namespace

RateAnnouncement read_rate_headers(const Headers& headers, Micros now) {
  RateAnnouncement found;
  std::optional<double> reset;
  if (const std::string* one = headers.find("RateLimit")) {
    const auto limit = parameter(*one, "limit");
    const auto remaining = parameter(*one, "remaining") ? parameter(*one, "remaining") : parameter(*one, "r");
    reset = parameter(*one, "reset") ? parameter(*one, "reset") : parameter(*one, "t");
    if (limit) found.limit = count_at(std::to_string(*limit));
    if (remaining) found.remaining = count_at(std::to_string(*remaining));
  }
  if (const std::string* limit = find_any(headers, "Limit")) {
    found.limit = count_at(*limit);
    found.window = window_of(parameter(*limit, "w"));
  }
  if (const std::string* remaining = find_any(headers, "Remaining")) found.remaining = count_at(*remaining);
  if (const std::string* text = find_any(headers, "Reset")) reset = number_at(*text);
  if (const std::string* policy = find_any(headers, "Policy")) read_policies(*policy, found);
  if (found.limit && *found.limit < 1) found.limit.reset();
  found.reset_in = delay_of(reset, headers, now);
  return found;
}

}  // namespace decant::http
