#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"

namespace decant::source {

/// A text that is a date or a time, and how it is written.
struct TimeForm {
  enum class Shape : std::uint8_t {
    date,           ///< 2024-03-01
    compact_date,   ///< 20240301
    month,          ///< 2024-03
    compact_month,  ///< 202403
    year,           ///< 2024
    week,           ///< 2024-W09
    week_day,       ///< 2024-W09-5
    ordinal,        ///< 2024-061
    hour,           ///< 2024-03-01T10
    minute,         ///< 2024-03-01T10:00
    second,         ///< 2024-03-01T10:00:00
    fraction,       ///< 2024-03-01T10:00:00.5
    other,          ///< written as ISO 8601
  };
  enum class Zone : std::uint8_t { none, utc_letter, offset, compact_offset };

  Shape shape = Shape::other;
  Zone zone = Zone::none;
  char separator = 'T';  ///< between date and time
  Micros offset = 0;     ///< of local time from UTC
  Micros instant = 0;    ///< UTC; of a text without zone as if it were UTC

  /// A calendar date without time of day.
  [[nodiscard]] bool is_date() const { return shape == Shape::date || shape == Shape::compact_date; }
};

/// Nothing if the text is no date or time.
std::optional<TimeForm> read_time_form(std::string_view text);

/// The form's instant in its shape; fractions have six digits. Nothing if its year is not one of 1 to 9999.
std::optional<std::string> write_time_form(const TimeForm& form);

}  // namespace decant::source
