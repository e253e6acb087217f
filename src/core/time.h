#pragma once

#include <cstdint>
#include <string>

namespace decant {

/// An instant: microseconds since 1970-01-01T00:00:00Z. All times inside decant are UTC and of this unit.
using Micros = std::int64_t;

inline constexpr Micros kMicrosPerSecond = 1'000'000;
inline constexpr Micros kMicrosPerDay = 86'400 * kMicrosPerSecond;

/// Parts of a date of the proleptic Gregorian calendar.
struct CivilDate {
  int year = 1970;
  int month = 1;  ///< 1..12
  int day = 1;    ///< 1..31
};

/// Days since 1970-01-01; negative before. Any year of int range that fits.
std::int64_t days_from_civil(CivilDate date);
CivilDate civil_from_days(std::int64_t days);

/// Whether the month has that day.
bool is_valid(CivilDate date);

/// ISO 8601 as dlt writes it: `2024-01-02T03:04:05.000001+00:00`, fraction only if non-zero.
std::string to_iso8601(Micros instant);

/// `2024-01-02T03:04:05.000Z`: for logs and requests' records.
std::string to_iso8601_millis(Micros instant);

}  // namespace decant
