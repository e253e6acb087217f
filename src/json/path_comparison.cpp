#include "json/path_comparison.h"

#include <charconv>
#include <cmath>
#include <compare>
#include <string>
#include <string_view>

#include "json/number.h"

namespace decant::json {

namespace {

using Relation = PathCondition::Relation;

bool holds(std::partial_ordering order, Relation relation) {
  switch (relation) {
    case Relation::equal: return order == 0;
    case Relation::unequal: return order != 0;
    case Relation::less: return order < 0;
    case Relation::at_most: return order <= 0;
    case Relation::greater: return order > 0;
    case Relation::at_least: return order >= 0;
    case Relation::exists:
    case Relation::matches: break;
  }
  return false;
}

/// Of kinds that have no order with each other.
bool holds_of_unlike(Relation relation) { return relation == Relation::unequal; }

/// Order of a whole number, given as decimal text of any length, to one of 64 bits.
std::partial_ordering order_of_digits(std::string_view digits, std::int64_t to) {
  std::int64_t number = 0;
  if (std::from_chars(digits.data(), digits.data() + digits.size(), number).ec == std::errc{}) return number <=> to;
  return digits.front() == '-' ? std::partial_ordering::less : std::partial_ordering::greater;
}

std::partial_ordering order_of_real(double real, std::int64_t to) {
  constexpr double kBeyond = 9223372036854775808.0;
  if (std::isinf(real)) return std::partial_ordering::unordered;  // int() refuses it
  if (real >= kBeyond) return std::partial_ordering::greater;
  if (real < -kBeyond) return std::partial_ordering::less;
  return static_cast<std::int64_t>(real) <=> to;
}

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// Python's int() of a text: blanks around, a sign, digits with single underscores between. Unordered if it is none.
std::partial_ordering order_of_text(std::string_view text, std::int64_t to) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  std::string digits;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    if (text.front() == '-') digits = "-";
    text.remove_prefix(1);
  }
  bool digit_before = false;
  for (const char c : text) {
    const bool is_digit = c >= '0' && c <= '9';
    if (!is_digit && (c != '_' || !digit_before)) return std::partial_ordering::unordered;
    if (is_digit) digits.push_back(c);
    digit_before = is_digit;
  }
  return digit_before ? order_of_digits(digits, to) : std::partial_ordering::unordered;
}

bool is_integral(std::string_view number) { return number.find_first_of(".eE") == std::string_view::npos; }

bool compares_to_integer(const Node& value, std::int64_t literal, Relation relation) {
  std::partial_ordering order = std::partial_ordering::unordered;
  switch (value.kind()) {
    case Kind::boolean: order = std::int64_t{value.token().boolean} <=> literal; break;
    case Kind::integer: order = value.token().integer <=> literal; break;
    case Kind::unsigned_integer: order = std::partial_ordering::greater; break;
    case Kind::real: order = order_of_real(value.token().real, literal); break;
    case Kind::number_text:
      order = is_integral(value.text()) ? order_of_digits(value.text(), literal)
                                        : order_of_real(nearest_double(value.text()), literal);
      break;
    case Kind::string: order = order_of_text(value.text(), literal); break;
    case Kind::null:
    case Kind::array:
    case Kind::object:
    case Kind::typed: break;
  }
  return order != std::partial_ordering::unordered && holds(order, relation);
}

/// A number, or a boolean as 1 or 0.
std::optional<double> number_of(const Node& value) {
  switch (value.kind()) {
    case Kind::boolean: return value.token().boolean ? 1 : 0;
    case Kind::integer: return static_cast<double>(value.token().integer);
    case Kind::unsigned_integer: return static_cast<double>(value.token().unsigned_integer);
    case Kind::real: return value.token().real;
    case Kind::number_text: return nearest_double(value.text());
    default: return std::nullopt;
  }
}

bool compares_to_number(const Node& value, double literal, Relation relation) {
  const auto number = number_of(value);
  return number ? holds(*number <=> literal, relation) : holds_of_unlike(relation);
}

bool compares_to_text(const Node& value, const std::string& literal, Relation relation) {
  return value.is_string() ? holds(value.text() <=> std::string_view(literal), relation) : holds_of_unlike(relation);
}

}  // namespace

Result<bool> compares(const Node& value, const PathCondition& condition) {
  if (condition.relation == Relation::matches) {
    if (!value.is_string()) return false;
    return condition.pattern.found_in(value.text());
  }
  const auto& literal = condition.literal;
  if (const auto* text = std::get_if<std::string>(&literal)) return compares_to_text(value, *text, condition.relation);
  if (const auto* integer = std::get_if<std::int64_t>(&literal))
    return compares_to_integer(value, *integer, condition.relation);
  if (const auto* real = std::get_if<double>(&literal)) return compares_to_number(value, *real, condition.relation);
  return compares_to_number(value, std::get<bool>(literal) ? 1 : 0, condition.relation);
}

}  // namespace decant::json
