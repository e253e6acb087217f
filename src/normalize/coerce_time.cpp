#include "normalize/coerce_time.h"

#include <cmath>

#include "core/time.h"
#include "normalize/python_number.h"
#include "schema/timestamp_text.h"

namespace decant::normalize {

namespace {

using json::Kind;
using json::TypedKind;

/// Seconds since 1970 within the years 1 to 9999; half a microsecond goes to the even one.
bool to_instant(double seconds, std::int64_t& instant) {
  constexpr double kFirst = -62'135'596'800.0;
  constexpr double kEnd = 253'402'300'800.0;
  if (!(seconds >= kFirst && seconds < kEnd)) return false;
  double whole = 0;
  const double micros = std::modf(seconds, &whole) * 1e6;
  double rounded = std::round(micros);
  if (std::fabs(micros - std::trunc(micros)) == 0.5) rounded = 2.0 * std::round(micros / 2.0);
  instant = static_cast<std::int64_t>(whole) * kMicrosPerSecond + static_cast<std::int64_t>(rounded);
  return true;
}

std::int64_t day_of(Micros instant) { return (instant >= 0 ? instant : instant - kMicrosPerDay + 1) / kMicrosPerDay; }

}  // namespace

bool to_timestamp(json::Node value, Cell& cell) {
  const auto& token = value.token();
  switch (token.kind) {
    case Kind::integer: return to_instant(static_cast<double>(token.integer), cell.fixed);
    case Kind::real: return to_instant(token.real, cell.fixed);
    case Kind::string: {
      if (const auto parsed = schema::parse_time(value.text())) {
        cell.fixed = parsed->instant;
        return true;
      }
      if (schema::parse_time_of_day(value.text())) return false;
      double seconds = 0;
      std::string plain;
      // float() reads what is left, which knows no hexadecimal digits.
      return !read_hex(value.text(), plain) && read_real(value.text(), seconds) && to_instant(seconds, cell.fixed);
    }
    case Kind::typed:
      if (token.typed == TypedKind::timestamp) {
        cell.fixed = token.integer;
      } else if (token.typed == TypedKind::date) {
        cell.fixed = token.integer * kMicrosPerDay;
      } else {
        return false;
      }
      return true;
    default: return false;
  }
}

bool to_date(json::Node value, Cell& cell) {
  if (value.is_typed(TypedKind::date)) {
    cell.fixed = value.token().integer;
    return true;
  }
  if (!to_timestamp(value, cell)) return false;
  cell.fixed = day_of(cell.fixed);
  return true;
}

bool to_time(json::Node value, Cell& cell) {
  if (value.is_typed(TypedKind::time)) {
    cell.fixed = value.token().integer;
    return true;
  }
  if (!value.is_string()) return false;
  const auto micros = schema::parse_time_of_day(value.text());
  if (!micros) return false;
  cell.fixed = *micros;
  return true;
}

}  // namespace decant::normalize
