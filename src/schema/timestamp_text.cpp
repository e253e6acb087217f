#include "schema/timestamp_text.h"

namespace decant::schema {

namespace {

/// Reads a text from its start; every `take` moves on only if it succeeds.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool done() const { return rest_.empty(); }
  [[nodiscard]] char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
  [[nodiscard]] std::size_t digits_ahead() const {
    std::size_t count = 0;
    while (count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9') ++count;
    return count;
  }

  bool take(char c) {
    if (peek() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool take_number(std::size_t digits, int& number) {
    if (digits_ahead() < digits) return false;
    number = 0;
    for (const char c : rest_.substr(0, digits)) number = number * 10 + (c - '0');
    rest_.remove_prefix(digits);
    return true;
  }

  /// One or two digits.
  bool take_short_number(int& number) {
    const auto digits = digits_ahead();
    return digits > 0 && take_number(digits >= 2 ? 2 : 1, number);
  }

  /// Digits as a fraction of a second; what follows the sixth is dropped.
  bool take_fraction(std::size_t most, int& micros) {
    const auto digits = digits_ahead();
    if (digits == 0 || digits > most) return false;
    micros = 0;
    for (std::size_t i = 0; i < 6; ++i) micros = micros * 10 + (i < digits ? rest_[i] - '0' : 0);
    rest_.remove_prefix(digits);
    return true;
  }

 private:
  std::string_view rest_;
};

struct Clock {
  int hour = 0, minute = 0, second = 0, micros = 0;
  [[nodiscard]] bool valid() const { return hour < 24 && minute < 60 && second < 60; }
  [[nodiscard]] Micros since_midnight() const {
    return ((Micros{hour} * 60 + minute) * 60 + second) * kMicrosPerSecond + micros;
  }
};

constexpr std::size_t kAnyDigits = static_cast<std::size_t>(-1);

bool days_of(int year, int month, int day, std::int64_t& days) {
  if (year < 1 || !is_valid({year, month, day})) return false;
  days = days_from_civil({year, month, day});
  return true;
}

bool days_of_ordinal(int year, int ordinal, std::int64_t& days) {
  if (year < 1 || ordinal < 1) return false;
  days = days_from_civil({year, 1, 1}) + ordinal - 1;
  return civil_from_days(days).year == year;
}

bool days_of_week(int year, int week, int weekday, std::int64_t& days) {
  // Day 0 is the Sunday before, and week 0 the week before the first, as dlt's parser has it.
  if (year < 1 || week < 0 || week > 53 || weekday < 0 || weekday > 7) return false;
  const auto monday_of_week_1 = [](int y) {
    const std::int64_t fourth = days_from_civil({y, 1, 4});
    return fourth - ((fourth + 3) % 7 + 7) % 7;  // 1970-01-01 was a Thursday
  };
  const std::int64_t monday = monday_of_week_1(year) + (week - 1) * 7;
  days = monday + weekday - 1;
  return monday < monday_of_week_1(year + 1) && days >= days_from_civil({1, 1, 1});
}

/// `dashed` tells whether the date had separators: a compact time may follow a compact date only.
bool take_iso_date(Scanner& scan, std::int64_t& days, bool& dashed) {
  int year = 0;
  if (!scan.take_number(4, year)) return false;
  int first = 0;
  int second = 1;
  dashed = scan.take('-');
  if (scan.take('W')) {
    if (!scan.take_number(2, first)) return false;
    if (dashed ? scan.take('-') : scan.digits_ahead() > 0) {
      if (!scan.take_number(1, second)) return false;
    }
    return days_of_week(year, first, second, days);
  }
  const auto digits = scan.digits_ahead();
  if (digits == 3) return scan.take_number(3, first) && days_of_ordinal(year, first, days);
  if (dashed) {
    if (digits != 2 || !scan.take_number(2, first)) return false;
    if (scan.take('-') && !scan.take_number(2, second)) return false;
    return days_of(year, first, second, days);
  }
  return digits == 4 && scan.take_number(2, first) && scan.take_number(2, second) && days_of(year, first, second, days);
}

bool take_iso_time(Scanner& scan, bool dashed, Clock& clock) {
  if (!scan.take_number(2, clock.hour)) return false;
  bool seconds = false;
  if (scan.take(':')) {
    if (!scan.take_number(2, clock.minute)) return false;
    if (dashed && scan.take(':')) seconds = true;
  } else if (scan.digits_ahead() > 0) {
    if (dashed || !scan.take_number(2, clock.minute)) return false;
    seconds = scan.digits_ahead() > 0;
  }
  if (!seconds) return true;
  if (!scan.take_number(2, clock.second)) return false;
  if (scan.take('.') || scan.take(',')) return scan.take_fraction(kAnyDigits, clock.micros);
  return true;
}

bool take_offset(Scanner& scan, Micros& offset) {
  if (scan.take('Z')) return true;
  const bool east = scan.peek() == '+';
  if (!scan.take('+') && !scan.take('-')) return false;
  int hours = 0;
  int minutes = 0;
  if (!scan.take_number(2, hours)) return false;
  // A colon may end the text.
  if ((scan.take(':') ? !scan.done() : scan.digits_ahead() > 0) && !scan.take_number(2, minutes)) return false;
  constexpr int kDay = 24 * 60;
  if (hours * 60 + minutes >= kDay) return false;  // of minutes there may be more than 59
  offset = (Micros{hours} * 60 + minutes) * 60 * kMicrosPerSecond * (east ? 1 : -1);
  return true;
}

std::optional<ParsedTime> parse_iso(std::string_view text) {
  Scanner scan(text);
  std::int64_t days = 0;
  bool dashed = false;
  if (!take_iso_date(scan, days, dashed)) return std::nullopt;
  ParsedTime parsed{.instant = days * kMicrosPerDay};
  if (scan.done()) return parsed;
  if (!scan.take('T') && !scan.take(' ')) return std::nullopt;
  Clock clock;
  if (!take_iso_time(scan, dashed, clock) || !clock.valid()) return std::nullopt;
  Micros offset = 0;
  if (!scan.done()) {
    if (!take_offset(scan, offset)) return std::nullopt;
    parsed.has_zone = true;
  }
  if (!scan.done()) return std::nullopt;
  parsed.instant += clock.since_midnight() - offset;
  parsed.has_time = true;
  return parsed;
}

std::optional<Micros> parse_iso_time_of_day(std::string_view text) {
  Scanner scan(text);
  // Behind a T seconds have no colon before them, as behind a date without dashes.
  const bool marked = scan.take('T');
  if (!marked && (scan.digits_ahead() != 2 || text.size() < 3 || text[2] != ':')) return std::nullopt;
  Clock clock;
  if (!take_iso_time(scan, !marked, clock) || !clock.valid()) return std::nullopt;
  Micros offset = 0;
  if (!scan.done() && !take_offset(scan, offset)) return std::nullopt;
  if (!scan.done()) return std::nullopt;
  return ((clock.since_midnight() - offset) % kMicrosPerDay + kMicrosPerDay) % kMicrosPerDay;
}

/// `H:M[:S]` with an optional fraction, to the end. Its fields are not looked at yet.
bool take_common_time(Scanner& scan, Clock& clock) {
  if (!scan.take_short_number(clock.hour) || !scan.take(':') || !scan.take_short_number(clock.minute)) return false;
  if (scan.take(':') && !scan.take_short_number(clock.second)) return false;
  if (scan.take('.') || scan.take(',') || scan.take('|')) {
    if (!scan.take_fraction(9, clock.micros)) return false;
  }
  return scan.done();
}

/// `MM` and `DD` behind a year, with `/`, `:` or nothing before each.
bool take_common_day(Scanner& scan, int& month, int& day) {
  const auto take_separator = [&] { return scan.take('/') || scan.take(':'); };
  take_separator();
  if (!scan.take_number(2, month)) return false;
  take_separator();
  return scan.take_number(2, day);
}

/// Nothing, or a time. Its fields are not looked at yet.
bool take_common_end(Scanner& scan, bool& has_time, Clock& clock) {
  if (scan.done()) return true;
  scan.take(' ');
  has_time = true;
  return take_common_time(scan, clock);
}

std::optional<ParsedTime> parse_common(std::string_view text) {
  Scanner scan(text);
  int year = 0;
  if (!scan.take_number(4, year)) return std::nullopt;
  Scanner behind_day = scan;
  int month = 1;
  int day = 1;
  ParsedTime parsed;
  Clock clock;
  // What does not read as a day may still be a time right behind the year.
  if (!take_common_day(behind_day, month, day) || !take_common_end(behind_day, parsed.has_time, clock)) {
    month = day = 1;
    parsed.has_time = false;
    clock = {};
    if (!take_common_end(scan, parsed.has_time, clock)) return std::nullopt;
  }
  std::int64_t days = 0;
  if (!clock.valid() || !days_of(year, month, day, days)) return std::nullopt;
  parsed.instant = days * kMicrosPerDay + clock.since_midnight();
  return parsed;
}

}  // namespace

std::optional<ParsedTime> parse_time(std::string_view text) {
  // The shortest form is a year; most texts that are no time end here.
  if (text.size() < 4 || text[0] < '0' || text[0] > '9') return std::nullopt;
  if (const auto parsed = parse_iso(text)) return parsed;
  return parse_common(text);
}

std::optional<Micros> parse_time_of_day(std::string_view text) {
  const auto may_start = [](char c) { return c == 'T' || c == ' ' || (c >= '0' && c <= '9'); };
  if (text.size() < 3 || !may_start(text[0])) return std::nullopt;
  if (const auto time = parse_iso_time_of_day(text)) return time;
  Scanner scan(text);
  Clock clock;
  scan.take(' ');
  if (!take_common_time(scan, clock) || !clock.valid()) return std::nullopt;
  return clock.since_midnight();
}

}  // namespace decant::schema
