#include "source/incremental/time_form.h"

#include <array>
#include <cstdio>

#include "core/ascii.h"
#include "schema/timestamp_text.h"

namespace decant::source {

namespace {

using Shape = TimeForm::Shape;
using Zone = TimeForm::Zone;

constexpr std::size_t kDateSize = 10;

struct ShapePattern {
  std::string_view pattern;  ///< 0 is any digit
  Shape shape;
};

constexpr std::array<ShapePattern, 8> kDates{{{"0000-00-00", Shape::date},
                                              {"00000000", Shape::compact_date},
                                              {"0000-00", Shape::month},
                                              {"000000", Shape::compact_month},
                                              {"0000", Shape::year},
                                              {"0000-W00", Shape::week},
                                              {"0000-W00-0", Shape::week_day},
                                              {"0000-000", Shape::ordinal}}};
constexpr std::array<ShapePattern, 3> kTimes{
    {{"00:00:00", Shape::second}, {"00:00", Shape::minute}, {"00", Shape::hour}}};

bool matches(std::string_view text, std::string_view pattern) {
  if (text.size() != pattern.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (pattern[i] == '0' ? !is_digit(text[i]) : text[i] != pattern[i]) return false;
  }
  return true;
}

Micros two_digits(std::string_view text, std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); }

/// Reads what follows the seconds: a fraction, then a zone. False if it is neither.
bool read_tail(std::string_view tail, TimeForm& form) {
  if (!tail.empty() && tail.front() == '.') {
    std::size_t end = 1;
    while (end < tail.size() && is_digit(tail[end])) ++end;
    if (end == 1) return false;
    form.shape = Shape::fraction;
    tail.remove_prefix(end);
  }
  if (tail.empty()) return true;
  if (tail == "Z") {
    form.zone = Zone::utc_letter;
    return true;
  }
  const bool is_compact = matches(tail.substr(1), "0000");
  if ((tail.front() != '+' && tail.front() != '-') || (!is_compact && !matches(tail.substr(1), "00:00"))) return false;
  form.zone = is_compact ? Zone::compact_offset : Zone::offset;
  const Micros minutes = two_digits(tail, 1) * 60 + two_digits(tail, is_compact ? 3 : 4);
  form.offset = (tail.front() == '-' ? -minutes : minutes) * 60 * kMicrosPerSecond;
  return true;
}

bool read_shape(std::string_view text, TimeForm& form) {
  for (const auto& date : kDates) {
    form.shape = date.shape;
    if (matches(text, date.pattern)) return true;
  }
  if (text.size() <= kDateSize || !matches(text.substr(0, kDateSize), "0000-00-00")) return false;
  form.separator = text[kDateSize];
  if (form.separator != 'T' && form.separator != ' ') return false;
  const std::string_view rest = text.substr(kDateSize + 1);
  for (const auto& time : kTimes) {
    form.shape = time.shape;
    if (matches(rest, time.pattern)) return true;
    if (time.shape == Shape::second && matches(rest.substr(0, time.pattern.size()), time.pattern))
      return read_tail(rest.substr(time.pattern.size()), form);
  }
  return false;
}

struct IsoWeek {
  int year = 0;
  int week = 0;
  int day = 0;  ///< 1 is Monday
};

std::int64_t monday_of_first_week(int year) {
  const std::int64_t fourth = days_from_civil({year, 1, 4});
  return fourth - ((fourth + 3) % 7 + 7) % 7;  // 1970-01-01 was a Thursday
}

IsoWeek iso_week(std::int64_t days) {
  int year = civil_from_days(days).year + 1;
  while (days < monday_of_first_week(year)) --year;
  const std::int64_t day = days - monday_of_first_week(year);
  return {.year = year, .week = static_cast<int>(day / 7) + 1, .day = static_cast<int>(day % 7) + 1};
}

template <typename... Numbers>
std::string print(const char* format, Numbers... numbers) {
  std::array<char, 64> text{};
  const int size = std::snprintf(text.data(), text.size(), format, numbers...);
  return {text.data(), static_cast<std::size_t>(size)};
}

std::string date_in(Shape shape, std::int64_t days) {
  const CivilDate date = civil_from_days(days);
  const IsoWeek week = iso_week(days);
  switch (shape) {
    case Shape::compact_date: return print("%04d%02d%02d", date.year, date.month, date.day);
    case Shape::month: return print("%04d-%02d", date.year, date.month);
    case Shape::compact_month: return print("%04d%02d", date.year, date.month);
    case Shape::year: return print("%04d", date.year);
    case Shape::week: return print("%04d-W%02d", week.year, week.week);
    case Shape::week_day: return print("%04d-W%02d-%d", week.year, week.week, week.day);
    case Shape::ordinal:
      return print("%04d-%03d", date.year, static_cast<int>(days - days_from_civil({date.year, 1, 1})) + 1);
    default: return print("%04d-%02d-%02d", date.year, date.month, date.day);
  }
}

std::string time_in(Shape shape, Micros of_day) {
  const int second = static_cast<int>(of_day / kMicrosPerSecond);
  const int micros = static_cast<int>(of_day % kMicrosPerSecond);
  std::string text = print("%02d", second / 3600);
  if (shape == Shape::hour) return text;
  text += print(":%02d", second / 60 % 60);
  if (shape == Shape::minute) return text;
  text += print(":%02d", second % 60);
  if (shape == Shape::fraction || (shape == Shape::other && micros != 0)) text += print(".%06d", micros);
  return text;
}

std::string zone_in(const TimeForm& form) {
  if (form.zone == Zone::none) return {};
  if (form.zone == Zone::utc_letter) return "Z";
  const int minutes = static_cast<int>((form.offset < 0 ? -form.offset : form.offset) / kMicrosPerSecond / 60);
  return (form.offset < 0 ? "-" : "+") +
         print(form.zone == Zone::offset ? "%02d:%02d" : "%02d%02d", minutes / 60, minutes % 60);
}

}  // namespace

std::optional<TimeForm> read_time_form(std::string_view text) {
  const bool is_compact_month = matches(text, "000000");
  const auto time = is_compact_month
                        ? schema::parse_time(std::string(text.substr(0, 4)) + "-" + std::string(text.substr(4)))
                        : schema::parse_time(text);
  if (!time) return std::nullopt;
  TimeForm form;
  if (!read_shape(text, form)) {
    form = {};
    if (time->has_zone) form.zone = Zone::offset;
  }
  form.instant = time->instant;
  return form;
}

std::optional<std::string> write_time_form(const TimeForm& form) {
  const Micros local = form.instant + form.offset;
  const std::int64_t days = local / kMicrosPerDay - (local % kMicrosPerDay < 0 ? 1 : 0);
  const int year = civil_from_days(days).year;
  if (year < 1 || year > 9999) return std::nullopt;
  if (form.shape < Shape::hour) return date_in(form.shape, days);
  return date_in(Shape::date, days) + form.separator + time_in(form.shape, local - days * kMicrosPerDay) +
         zone_in(form);
}

}  // namespace decant::source
