#include "json/number.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>

#include "core/ascii.h"

namespace decant::json {

namespace {

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

struct Shape {
  bool valid = false;
  bool integral = false;
};

/// The grammar of RFC 8259: no leading zero, no plus, digits on both sides of the point.
Shape shape_of(std::string_view text) {
  std::size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
  const auto whole = at;
  at = skip_digits(text, at);
  if (at == whole || (text[whole] == '0' && at > whole + 1)) return {};
  bool integral = true;
  if (at < text.size() && text[at] == '.') {
    integral = false;
    const auto fraction = ++at;
    at = skip_digits(text, at);
    if (at == fraction) return {};
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    integral = false;
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    const auto exponent = at;
    at = skip_digits(text, at);
    if (at == exponent) return {};
  }
  return {.valid = at == text.size(), .integral = integral};
}

void keep_text(std::string_view text, Token& token) {
  token.kind = Kind::number_text;
  token.size = static_cast<std::uint32_t>(text.size());
  token.text = text.data();
}

void read_integer(std::string_view text, Token& token) {
  const char* const end = text.data() + text.size();
  std::int64_t integer = 0;
  if (std::from_chars(text.data(), end, integer).ec == std::errc{}) {
    token.kind = Kind::integer;
    token.integer = integer;
    return;
  }
  std::uint64_t large = 0;
  if (std::from_chars(text.data(), end, large).ec == std::errc{}) {
    token.kind = Kind::unsigned_integer;
    token.unsigned_integer = large;
    return;
  }
  keep_text(text, token);
}

void read_real(std::string_view text, Token& token) {
  double real = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), real);
  // Out of range is told for both ends; only what is too large is lost as a double, what is too small is zero.
  if (error == std::errc::result_out_of_range && (std::isinf(real) || std::fabs(real) > 1 || real == 0)) {
    keep_text(text, token);
    return;
  }
  token.kind = Kind::real;
  token.real = real;
}

}  // namespace

bool parse_number(std::string_view text, Token& token) {
  const Shape shape = shape_of(text);
  if (!shape.valid) return false;
  if (shape.integral) {
    read_integer(text, token);
  } else {
    read_real(text, token);
  }
  return true;
}

double nearest_double(std::string_view number) {
  double real = 0;
  if (std::from_chars(number.data(), number.data() + number.size(), real).ec == std::errc{}) return real;
  // Out of range is told for both ends alike.
  const bool negative = number.front() == '-';
  const bool is_small = number.find("e-") != std::string_view::npos || number.find("E-") != std::string_view::npos ||
                        number.starts_with(negative ? "-0" : "0");
  const double nearest = is_small ? 0.0 : std::numeric_limits<double>::infinity();
  return negative ? -nearest : nearest;
}

}  // namespace decant::json
