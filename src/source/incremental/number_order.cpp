#include "source/incremental/number_order.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

namespace decant::source {

namespace {

using Kind = CursorView::Kind;

constexpr double kTwoTo63 = 9223372036854775808.0;
/// Digits that write any double exactly.
constexpr int kExactDigits = 766;

template <typename T>
int order(T a, T b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/// A number as 0.DIGITS times ten to the power of `point`, without zeros at either end; zero has no digits.
struct Decimal {
  bool negative = false;
  std::string digits;
  std::int64_t point = 0;
};

constexpr bool is_decimal_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes the digits at the front of `text`; how many they were.
std::size_t take_digits(std::string_view& text, std::string& digits) {
  std::size_t count = 0;
  while (count < text.size() && is_decimal_digit(text[count])) ++count;
  digits.append(text.substr(0, count));
  text.remove_prefix(count);
  return count;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

/// An exponent beyond 18 digits is as good as an endless one.
bool take_exponent(std::string_view& text, std::int64_t& exponent) {
  const bool negative = !text.empty() && text.front() == '-';
  take(text, "+-");
  std::string digits;
  if (take_digits(text, digits) == 0) return false;
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  exponent = digits.size() > 18 ? std::numeric_limits<std::int64_t>::max() / 4 : std::stoll(digits);
  if (negative) exponent = -exponent;
  return true;
}

bool parse(std::string_view text, Decimal& decimal) {
  decimal.negative = !text.empty() && text.front() == '-';
  take(text, "-");
  std::int64_t exponent = 0;
  const std::size_t whole = take_digits(text, decimal.digits);
  if (take(text, ".")) take_digits(text, decimal.digits);
  if (decimal.digits.empty() || (take(text, "eE") && !take_exponent(text, exponent)) || !text.empty()) return false;
  const auto leading = std::min(decimal.digits.find_first_not_of('0'), decimal.digits.size());
  decimal.digits.erase(0, leading);
  decimal.digits.erase(decimal.digits.find_last_not_of('0') + 1);
  decimal.point = exponent + static_cast<std::int64_t>(whole) - static_cast<std::int64_t>(leading);
  return true;
}

Decimal decimal_of(const CursorView& number) {
  Decimal decimal;
  std::array<char, kExactDigits + 16> digits{};
  char* const begin = digits.data();
  char* const end = begin + digits.size();
  std::string_view text = number.text;
  if (number.kind == Kind::real) {
    text = {begin, std::to_chars(begin, end, number.real, std::chars_format::scientific, kExactDigits).ptr};
  } else if (number.kind == Kind::unsigned_integer) {
    text = {begin, std::to_chars(begin, end, number.unsigned_integer).ptr};
  } else if (number.kind != Kind::number_text) {
    text = {begin, std::to_chars(begin, end, number.integer).ptr};
  }
  parse(text, decimal);
  return decimal;
}

int compare_decimals(const Decimal& a, const Decimal& b) {
  const int sign_a = a.digits.empty() ? 0 : a.negative ? -1 : 1;
  const int sign_b = b.digits.empty() ? 0 : b.negative ? -1 : 1;
  if (sign_a != sign_b || sign_a == 0) return order(sign_a, sign_b);
  const int size = a.point != b.point ? order(a.point, b.point) : order(a.digits.compare(b.digits), 0);
  return sign_a * size;
}

int compare_with_real(std::int64_t a, double b) {
  if (b >= kTwoTo63) return -1;
  if (b < -kTwoTo63) return 1;
  const double whole = std::trunc(b);
  const int order_of_whole = order(a, static_cast<std::int64_t>(whole));
  return order_of_whole != 0 ? order_of_whole : order(whole, b);
}

bool fits_int64(const CursorView& number) { return number.kind == Kind::integer || number.kind == Kind::boolean; }

}  // namespace

int compare_numbers(const CursorView& a, const CursorView& b) {
  if (fits_int64(a) && fits_int64(b)) return order(a.integer, b.integer);
  if (a.kind == Kind::real && b.kind == Kind::real) return order(a.real, b.real);
  if (fits_int64(a) && b.kind == Kind::real) return compare_with_real(a.integer, b.real);
  if (a.kind == Kind::real && fits_int64(b)) return -compare_with_real(b.integer, a.real);
  return compare_decimals(decimal_of(a), decimal_of(b));
}

bool is_decimal(std::string_view text) {
  Decimal decimal;
  return parse(text, decimal);
}

}  // namespace decant::source
