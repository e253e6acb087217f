#include "config/core_schema.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string>

#include "core/ascii.h"

namespace decant::config {

namespace {

std::string_view without_sign(std::string_view text) {
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  return text;
}

std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end - at;
}

bool all_digits(std::string_view text) { return !text.empty() && digits_at(text, 0) == text.size(); }

/// `(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
bool looks_real(std::string_view text) {
  const std::size_t whole = digits_at(text, 0);
  std::size_t at = whole;
  if (at < text.size() && text[at] == '.') {
    const std::size_t fraction = digits_at(text, at + 1);
    if (whole + fraction == 0) return false;
    at += 1 + fraction;
  } else if (whole == 0) {
    return false;
  }
  if (at == text.size()) return true;
  if (text[at] != 'e' && text[at] != 'E') return false;
  return all_digits(without_sign(text.substr(at + 1)));
}

bool is_one_of(std::string_view text, std::string_view lower, std::string_view title, std::string_view upper) {
  return text == lower || text == title || text == upper;
}

bool parse_base(std::string_view digits, int base, std::int64_t& value) {
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  return code == std::errc{} && end == digits.data() + digits.size();
}

std::unexpected<Error> too_large(const Location& location) {
  return fail_at(location, "the number here does not fit 64 bits", "in quotes it is text");
}

/// 16 for `0x1F`, 8 for `0o17`, else 0.
int base_of(std::string_view text) {
  if (text.size() < 3 || text[0] != '0' || (text[1] != 'x' && text[1] != 'o')) return 0;
  const auto digits = text.substr(2);
  const bool hex = text[1] == 'x';
  const bool right = std::all_of(digits.begin(), digits.end(), [&](char c) {
    return hex ? is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') : c >= '0' && c <= '7';
  });
  return !right ? 0 : hex ? 16 : 8;
}

}  // namespace

bool parse_decimal(std::string_view text, std::int64_t& value) {
  const auto digits = without_sign(text);
  if (!all_digits(digits)) return false;
  return parse_base(text.front() == '+' ? digits : text, 10, value);
}

bool parse_real(std::string_view text, double& value) {
  if (!looks_real(without_sign(text))) return false;
  const auto number = text.front() == '+' ? text.substr(1) : text;
  const auto [end, code] = std::from_chars(number.data(), number.data() + number.size(), value);
  return code == std::errc{} && end == number.data() + number.size();
}

Result<Node> plain_scalar(std::string_view text, const Location& location) {
  if (text.empty() || text == "~" || is_one_of(text, "null", "Null", "NULL")) return Node(location, nullptr);
  if (is_one_of(text, "true", "True", "TRUE")) return Node(location, true);
  if (is_one_of(text, "false", "False", "FALSE")) return Node(location, false);
  const auto unsigned_text = without_sign(text);
  if (const int base = base_of(text); base != 0 || all_digits(unsigned_text)) {
    std::int64_t integer = 0;
    const bool fits = base != 0 ? parse_base(text.substr(2), base, integer) : parse_decimal(text, integer);
    if (!fits) return too_large(location);
    return Node(location, integer);
  }
  if (looks_real(unsigned_text)) {
    double real = 0;
    if (!parse_real(text, real)) return too_large(location);
    return Node(location, real);
  }
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (is_one_of(unsigned_text, ".inf", ".Inf", ".INF"))
    return Node(location, text.front() == '-' ? -kInfinity : kInfinity);
  if (is_one_of(text, ".nan", ".NaN", ".NAN")) return Node(location, std::numeric_limits<double>::quiet_NaN());
  return Node(location, std::string(text));
}

}  // namespace decant::config
