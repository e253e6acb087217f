#include "destination/filesystem/value_text.h"

#include <array>
#include <charconv>

namespace decant::destination {

namespace {

/// `value` in `width` digits.
void append_padded(std::int64_t value, std::size_t width, std::string& out) {
  const std::size_t begin = out.size();
  out.append(width, '0');
  for (std::size_t at = begin + width; at > begin && value > 0; value /= 10)
    out[--at] = static_cast<char>('0' + value % 10);
}

}  // namespace

void append_integer(std::int64_t value, std::string& out) {
  std::array<char, 24> digits{};
  out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
}

void append_date(std::int64_t days, std::string& out) {
  constexpr int kMostOfFourDigits = 9999;
  const CivilDate date = civil_from_days(days);
  if (date.year < 0 || date.year > kMostOfFourDigits) {
    append_integer(date.year, out);
  } else {
    append_padded(date.year, 4, out);
  }
  out += '-';
  append_padded(date.month, 2, out);
  out += '-';
  append_padded(date.day, 2, out);
}

void append_clock(std::int64_t micros, std::string& out) {
  const std::int64_t seconds = micros / kMicrosPerSecond;
  append_padded(seconds / 3600, 2, out);
  out += ':';
  append_padded(seconds / 60 % 60, 2, out);
  out += ':';
  append_padded(seconds % 60, 2, out);
  if (micros % kMicrosPerSecond == 0) return;
  out += '.';
  append_padded(micros % kMicrosPerSecond, 6, out);
}

void append_instant(Micros instant, char separator, bool has_zone, std::string& out) {
  std::int64_t days = instant / kMicrosPerDay;
  if (instant % kMicrosPerDay < 0) --days;
  append_date(days, out);
  out += separator;
  append_clock(instant - days * kMicrosPerDay, out);
  if (has_zone) out += "+00:00";
}

}  // namespace decant::destination
