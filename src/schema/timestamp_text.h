#pragma once

#include <optional>
#include <string_view>

#include "core/time.h"

namespace decant::schema {

/// A date with an optional time, read from text. `instant` is UTC; a date alone is its midnight.
struct ParsedTime {
  Micros instant = 0;
  bool has_time = false;
  bool has_zone = false;  ///< the text gave an offset or `Z`
};

/// Reads the date forms that dlt's parser takes (dlt-normalize-load §5.1): ISO 8601 with calendar, week or ordinal
/// dates, else a year with month and day joined by `/`, `:` or nothing. Nothing for a time alone, a duration, or
/// anything else.
std::optional<ParsedTime> parse_time(std::string_view text);

/// Reads the forms of a time alone that dlt's parser takes: ISO 8601 behind a `T` or with `:`, with an optional offset,
/// else `H:M` and `H:M:S`. Microseconds since midnight UTC.
std::optional<Micros> parse_time_of_day(std::string_view text);

}  // namespace decant::schema
