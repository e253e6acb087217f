#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace decant::sandbox {

inline constexpr std::int64_t kSecondsPerDay = 86'400;

/// How the Order API writes "no date".
inline constexpr std::string_view kZeroDate = "0000-00-00 00:00:00";

/// A time of the store's own clock: seconds since 1970-01-01 00:00:00 as that clock showed it. The Order API names no
/// time zone, so neither does this.
struct LocalTime {
  std::int64_t seconds = 0;

  auto operator<=>(const LocalTime&) const = default;
  LocalTime operator+(std::int64_t more) const { return {seconds + more}; }
  LocalTime operator-(std::int64_t less) const { return {seconds - less}; }
};

/// Reads `YYYY-MM-DD` (midnight) or `YYYY-MM-DD HH:MM:SS`, also with `T` between; nothing if malformed or no such date.
std::optional<LocalTime> parse_local_time(std::string_view text);

/// `YYYY-MM-DD HH:MM:SS`.
std::string format_local_time(LocalTime time);

}  // namespace decant::sandbox
