#include "sandbox/data/local_time.h"

#include <chrono>
#include <cstddef>

namespace decant::sandbox {
namespace {

constexpr std::size_t kDateLength = 10;
constexpr std::size_t kDateTimeLength = 19;

// The number of `digits` digits at `position`, or nothing if one of them is not a digit.
std::optional<int> digits_at(std::string_view text, std::size_t position, std::size_t digits) {
  int value = 0;
  for (const char character : text.substr(position, digits)) {
    if (character < '0' || character > '9') return std::nullopt;
    value = value * 10 + (character - '0');
  }
  return value;
}

std::optional<std::int64_t> parse_time_of_day(std::string_view text) {
  if (text[2] != ':' || text[5] != ':') return std::nullopt;
  const auto hour = digits_at(text, 0, 2);
  const auto minute = digits_at(text, 3, 2);
  const auto second = digits_at(text, 6, 2);
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  return *hour * 3600 + *minute * 60 + *second;
}

std::optional<LocalTime> parse_date(std::string_view text) {
  if (text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits_at(text, 0, 4);
  const auto month = digits_at(text, 5, 2);
  const auto day = digits_at(text, 8, 2);
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return LocalTime{std::chrono::sys_days(date).time_since_epoch().count() * kSecondsPerDay};
}

void put_digits(std::string& text, std::size_t position, std::size_t digits, unsigned value) {
  for (std::size_t i = digits; i-- > 0; value /= 10) text[position + i] = static_cast<char>('0' + value % 10);
}

}  // namespace

std::optional<LocalTime> parse_local_time(std::string_view text) {
  if (text.size() != kDateLength && text.size() != kDateTimeLength) return std::nullopt;
  const auto date = parse_date(text);
  if (!date || text.size() == kDateLength) return date;
  if (text[kDateLength] != ' ' && text[kDateLength] != 'T') return std::nullopt;
  const auto seconds = parse_time_of_day(text.substr(kDateLength + 1));
  if (!seconds) return std::nullopt;
  return *date + *seconds;
}

std::string format_local_time(LocalTime time) {
  const std::chrono::sys_seconds point{std::chrono::seconds(time.seconds)};
  const auto days = std::chrono::floor<std::chrono::days>(point);
  const std::chrono::year_month_day date(days);
  const auto second_of_day = static_cast<unsigned>((point - days).count());
  std::string text(kZeroDate);
  put_digits(text, 0, 4, static_cast<unsigned>(static_cast<int>(date.year())));
  put_digits(text, 5, 2, static_cast<unsigned>(date.month()));
  put_digits(text, 8, 2, static_cast<unsigned>(date.day()));
  put_digits(text, 11, 2, second_of_day / 3600);
  put_digits(text, 14, 2, second_of_day / 60 % 60);
  put_digits(text, 17, 2, second_of_day % 60);
  return text;
}

}  // namespace decant::sandbox
