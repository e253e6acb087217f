#include "destination/filesystem/date_parts.h"

#include <array>

namespace decant::destination {

namespace {

constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                      "may",       "june",     "july",     "august",
                                                      "september", "october",  "november", "december"};
constexpr std::array<std::string_view, 7> kDays = {"sunday",   "monday", "tuesday", "wednesday",
                                                   "thursday", "friday", "saturday"};
constexpr std::array<std::string_view, 23> kParts = {"YYYY", "YY", "Y", "MMMM", "MMM", "MM",   "M",   "DD",
                                                     "D",    "HH", "H", "mm",   "m",   "dddd", "ddd", "dd",
                                                     "d",    "ss", "s", "SSSS", "SSS", "SS",   "S"};
constexpr int kThursday = 4;  ///< the day of the week of 1970-01-01, Sunday being 0

/// An instant in its parts.
struct InstantParts {
  CivilDate date;
  int weekday = 0;  ///< 0: Sunday
  int hour = 0;
  int minute = 0;
  int second = 0;
  int micros = 0;
};

InstantParts parts_of(Micros instant) {
  InstantParts parts;
  std::int64_t days = instant / kMicrosPerDay;
  if (instant % kMicrosPerDay < 0) --days;
  const std::int64_t rest = instant - days * kMicrosPerDay;
  parts.date = civil_from_days(days);
  parts.weekday = static_cast<int>(((days + kThursday) % 7 + 7) % 7);
  const auto seconds = static_cast<int>(rest / kMicrosPerSecond);
  parts.micros = static_cast<int>(rest % kMicrosPerSecond);
  parts.hour = seconds / 3600;
  parts.minute = seconds / 60 % 60;
  parts.second = seconds % 60;
  return parts;
}

/// `value` with at least as many digits as `name` has letters, which is one or more.
std::string padded(int value, std::string_view name) {
  std::string digits = std::to_string(value);
  if (digits.size() < name.size()) digits.insert(0, name.size() - digits.size(), '0');
  return digits;
}

std::string name_part(std::string_view whole, std::size_t letters) {
  constexpr std::size_t kWhole = 4;
  return std::string(letters == kWhole ? whole : whole.substr(0, letters));
}

std::string year_part(std::string_view name, int year) {
  const std::string digits = std::to_string(year);
  return name == "YY" && digits.size() > 2 ? digits.substr(2) : digits;
}

/// The first digits of the fraction of a second, as many as `digits`.
std::string fraction_part(int micros, std::size_t digits) { return padded(micros, "SSSSSS").substr(0, digits); }

}  // namespace

bool is_date_part(std::string_view name) {
  for (const auto part : kParts) {
    if (part == name) return true;
  }
  return name == "Q";
}

std::string date_part(std::string_view name, Micros instant) {
  if (!is_date_part(name)) return {};
  const InstantParts parts = parts_of(instant);
  switch (name.front()) {
    case 'Y': return year_part(name, parts.date.year);
    case 'Q': return std::to_string((parts.date.month + 2) / 3);
    case 'M':
      if (name.size() > 2) return name_part(kMonths.at(static_cast<std::size_t>(parts.date.month - 1)), name.size());
      return padded(parts.date.month, name);
    case 'D': return padded(parts.date.day, name);
    case 'd':
      if (name.size() > 1) return name_part(kDays.at(static_cast<std::size_t>(parts.weekday)), name.size());
      return std::to_string(parts.weekday);
    case 'H': return padded(parts.hour, name);
    case 'm': return padded(parts.minute, name);
    case 's': return padded(parts.second, name);
    default: return fraction_part(parts.micros, name.size());
  }
}

}  // namespace decant::destination
