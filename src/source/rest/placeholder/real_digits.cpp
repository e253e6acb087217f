#include "source/rest/placeholder/real_digits.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "source/rest/placeholder/python_text.h"

namespace decant::source::rest {

namespace {

constexpr std::size_t kMaxWholeDigits = 310;  // of the largest double

std::string digits_of(double real, std::chars_format format, std::size_t precision) {
  std::string text(kMaxWholeDigits + precision + 8, '\0');
  text.resize(static_cast<std::size_t>(
      std::to_chars(text.data(), text.data() + text.size(), real, format, static_cast<int>(precision)).ptr -
      text.data()));
  return text;
}

/// Takes the zeros at the end of a fraction away, and a point that then ends it.
void strip_zeros(std::string& text) {
  const auto exponent = std::min(text.find('e'), text.size());
  if (text.find('.') == std::string::npos) return;
  auto end = exponent;
  while (text[end - 1] == '0') --end;
  if (text[end - 1] == '.') --end;
  text.erase(end, exponent - end);
}

/// A point even where no digit follows it.
void force_point(std::string& text) {
  if (text.find('.') == std::string::npos) text.insert(std::min(text.find('e'), text.size()), ".");
}

/// The type `g`: so many significant digits, with exponent where the number is very small or large. `with_fraction`:
/// the form without type, which keeps one digit behind the point.
std::string general(double real, std::size_t significant, bool alternate, bool with_fraction) {
  significant = significant == 0 ? 1 : significant;
  std::string text = digits_of(real, std::chars_format::scientific, significant - 1);
  const long exponent = std::strtol(text.c_str() + text.find('e') + 1, nullptr, 10);
  const long digits = static_cast<long>(significant);
  if (exponent >= -4 && exponent < (with_fraction ? digits - 1 : digits))
    text = digits_of(real, std::chars_format::fixed, static_cast<std::size_t>(digits - 1 - exponent));
  if (alternate) {
    force_point(text);
    return text;
  }
  strip_zeros(text);
  if (with_fraction && text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

}  // namespace

std::string real_digits(double real, const FormatSpec& spec) {
  const bool upper = spec.type == 'E' || spec.type == 'F' || spec.type == 'G';
  if (std::isinf(real)) return upper ? "INF" : spec.type == '%' ? "inf%" : "inf";
  if (std::isnan(real)) return upper ? "NAN" : spec.type == '%' ? "nan%" : "nan";
  const std::size_t precision = spec.precision.value_or(6);
  std::string text;
  switch (spec.type) {
    case 'e':
    case 'E': text = digits_of(real, std::chars_format::scientific, precision); break;
    case 'f':
    case 'F': text = digits_of(real, std::chars_format::fixed, precision); break;
    case '%': text = digits_of(real * 100, std::chars_format::fixed, precision); break;
    case 0: text = spec.precision ? general(real, precision, spec.alternate, true) : python_real(real); break;
    default: text = general(real, precision, spec.alternate, false);
  }
  if (spec.alternate) force_point(text);
  if (spec.type == '%') text += "%";
  if (spec.type == 'E' || spec.type == 'G') {
    if (const auto e = text.find('e'); e != std::string::npos) text[e] = 'E';
  }
  return text;
}

}  // namespace decant::source::rest
