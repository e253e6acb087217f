#include "package/load_id.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "json/write.h"

namespace decant::package {

namespace {

constexpr std::size_t kMaxDigits = 20;

bool all_digits(std::string_view text) {
  return !text.empty() && text.size() <= kMaxDigits &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

double to_double(std::string_view text) {
  double seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return seconds;
}

std::string to_text(double seconds) {
  std::string text;
  json::append_real(seconds, text);
  return text;
}

}  // namespace

std::string make_load_id(const Clock& clock, std::string_view last) {
  double seconds = static_cast<double>(clock.now()) / static_cast<double>(kMicrosPerSecond);
  if (is_load_id(last) && to_double(last) >= seconds)
    seconds = std::nextafter(to_double(last), std::numeric_limits<double>::infinity());
  return to_text(seconds);
}

bool is_load_id(std::string_view text) {
  const std::size_t point = text.find('.');
  return point != std::string_view::npos && all_digits(text.substr(0, point)) && all_digits(text.substr(point + 1));
}

Result<Micros> instant_of(std::string_view load_id) {
  const double seconds = is_load_id(load_id) ? to_double(load_id) : -1;
  // Beyond the year 9999 no database has a timestamp for it.
  if (seconds < 0 || seconds >= 253402300800.0)
    return fail(ErrorKind::usage, "not a load id: " + std::string(load_id), "a load id looks like 1749667187.541553");
  double whole = 0;
  const double fraction = std::modf(seconds, &whole);
  // Rounds half to even, as Python's datetime.fromtimestamp does.
  return static_cast<Micros>(whole) * kMicrosPerSecond + static_cast<Micros>(std::nearbyint(fraction * 1e6));
}

}  // namespace decant::package
