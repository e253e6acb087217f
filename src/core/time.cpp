#include "core/time.h"

#include <fmt/format.h>

namespace decant {

namespace {

constexpr int kDaysInMonth[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

struct Split {
  CivilDate date;
  int hour, minute, second, micro;
};

Split split(Micros instant) {
  std::int64_t days = instant / kMicrosPerDay;
  std::int64_t rest = instant % kMicrosPerDay;
  if (rest < 0) {
    rest += kMicrosPerDay;
    --days;
  }
  const auto micro = static_cast<int>(rest % kMicrosPerSecond);
  const auto seconds = static_cast<int>(rest / kMicrosPerSecond);
  return {civil_from_days(days), seconds / 3600, seconds / 60 % 60, seconds % 60, micro};
}

}  // namespace

// The calendar repeats every 400 years (146,097 days); a year that starts in March makes the leap day the last day.
std::int64_t days_from_civil(CivilDate date) {
  const std::int64_t year = date.month <= 2 ? std::int64_t{date.year} - 1 : date.year;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t month_from_march = (date.month + 9) % 12;
  const std::int64_t day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

CivilDate civil_from_days(std::int64_t days) {
  days += 719'468;
  const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
  const std::int64_t day_of_era = days - era * 146'097;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
  const auto day = static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
  const auto month = static_cast<int>(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
  const auto year = static_cast<int>(year_of_era + era * 400 + (month <= 2 ? 1 : 0));
  return {year, month, day};
}

bool is_valid(CivilDate date) {
  if (date.month < 1 || date.month > 12 || date.day < 1) return false;
  const int last = date.month == 2 && is_leap(date.year) ? 29 : kDaysInMonth[date.month - 1];
  return date.day <= last;
}

std::string to_iso8601(Micros instant) {
  const Split s = split(instant);
  auto text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", s.date.year, s.date.month, s.date.day, s.hour,
                          s.minute, s.second);
  if (s.micro != 0) text += fmt::format(".{:06}", s.micro);
  return text + "+00:00";
}

std::string to_iso8601_millis(Micros instant) {
  const Split s = split(instant);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", s.date.year, s.date.month, s.date.day, s.hour,
                     s.minute, s.second, s.micro / 1000);
}

}  // namespace decant
