#include "normalize/coerce_number.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <optional>

#include "normalize/decimal_text.h"
#include "normalize/python_number.h"

namespace decant::normalize {

namespace {

using json::Kind;
using json::TypedKind;

bool is_decimal(json::Node value) { return value.is_typed(TypedKind::decimal) || value.is_typed(TypedKind::wei); }

bool set(const std::optional<std::int64_t>& integer, Cell& cell) {
  if (!integer) return false;
  cell.fixed = *integer;
  return true;
}

bool set(const std::optional<double>& real, Cell& cell) {
  if (!real || !std::isfinite(*real)) return false;
  cell.fixed = std::bit_cast<std::int64_t>(*real);
  return true;
}

bool word_to_boolean(std::string_view text, Cell& cell) {
  constexpr std::array<std::string_view, 5> kTrue = {"yes", "true", "t", "y", "1"};
  constexpr std::array<std::string_view, 5> kFalse = {"no", "false", "f", "n", "0"};
  std::string word(text.substr(0, 6));
  std::transform(word.begin(), word.end(), word.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  cell.fixed = std::find(kTrue.begin(), kTrue.end(), word) != kTrue.end() ? 1 : 0;
  return cell.fixed == 1 || std::find(kFalse.begin(), kFalse.end(), word) != kFalse.end();
}

}  // namespace

bool to_bigint(json::Node value, Cell& cell) {
  const auto& token = value.token();
  switch (token.kind) {
    case Kind::integer: cell.fixed = token.integer; return true;
    case Kind::string: return read_integer(value.text(), cell.fixed);
    case Kind::real: {
      // Doubles hold every integer up to 2^53; larger ones that came with an exponent are whole all the same.
      constexpr double kEnd = 9.2233720368547758e18;
      if (token.real != std::floor(token.real) || token.real >= kEnd || token.real < -kEnd) return false;
      cell.fixed = static_cast<std::int64_t>(token.real);
      return true;
    }
    case Kind::typed: {
      if (!is_decimal(value)) return false;
      const auto number = DecimalNumber::parse(value.text());
      return number && set(number->to_integer(), cell);
    }
    default: return false;
  }
}

bool to_real(json::Node value, Cell& cell) {
  const auto& token = value.token();
  switch (token.kind) {
    case Kind::real: cell.fixed = std::bit_cast<std::int64_t>(token.real); return true;
    case Kind::integer: return set(std::optional(static_cast<double>(token.integer)), cell);
    case Kind::unsigned_integer: return set(std::optional(static_cast<double>(token.unsigned_integer)), cell);
    case Kind::string: {
      double real = 0;
      return read_real(value.text(), real) && set(std::optional(real), cell);
    }
    case Kind::typed: {
      if (!is_decimal(value)) return false;
      const auto number = DecimalNumber::parse(value.text());
      return number && set(number->to_double(), cell);
    }
    default: return false;
  }
}

bool to_boolean(json::Node value, Cell& cell) {
  const auto& token = value.token();
  switch (token.kind) {
    case Kind::boolean: cell.fixed = token.boolean ? 1 : 0; return true;
    case Kind::integer: cell.fixed = token.integer != 0 ? 1 : 0; return true;
    case Kind::unsigned_integer: cell.fixed = 1; return true;
    case Kind::real: cell.fixed = token.real != 0 ? 1 : 0; return true;
    case Kind::string: return word_to_boolean(value.text(), cell);
    case Kind::typed: {
      if (!is_decimal(value)) return false;
      const auto number = DecimalNumber::parse(value.text());
      if (!number) return false;
      cell.fixed = number->is_zero() ? 0 : 1;
      return true;
    }
    default: return false;
  }
}

}  // namespace decant::normalize
