#include "destination/duckdb/decimal.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/ascii.h"

namespace decant::destination {

namespace {

using duckdb::Int128;
using duckdb::UInt128;

/// Larger exponents decide nothing more: no text has that many digits.
constexpr std::int64_t kMaxExponent = std::int64_t{1} << 40;

constexpr int kMaxWidth = 38;

constexpr auto kPowersOfTen = [] {
  std::array<Int128, kMaxWidth + 1> powers{};
  powers[0] = 1;
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

/// A text taken apart: the value is `digits` (a point inside is skipped) times 10^exponent.
struct DecimalParts {
  bool negative = false;
  std::string_view digits;
  std::int64_t exponent = 0;
};

std::optional<std::int64_t> parse_exponent(std::string_view text) {
  const bool negative = !text.empty() && text[0] == '-';
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    value = std::min(value * 10 + (c - '0'), kMaxExponent);
  }
  return negative ? -value : value;
}

std::optional<DecimalParts> take_apart(std::string_view text) {
  DecimalParts parts;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    parts.negative = text[0] == '-';
    text.remove_prefix(1);
  }
  if (const auto mark = text.find_first_of("eE"); mark != std::string_view::npos) {
    const auto exponent = parse_exponent(text.substr(mark + 1));
    if (!exponent) return std::nullopt;
    parts.exponent = *exponent;
    text = text.substr(0, mark);
  }
  const auto point = text.find('.');
  if (point != std::string_view::npos) parts.exponent -= static_cast<std::int64_t>(text.size() - point - 1);
  std::size_t digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i != point && !is_digit(text[i])) return std::nullopt;
    if (i != point) ++digits;
  }
  if (digits == 0) return std::nullopt;
  const auto first = text.find_first_not_of("0.");
  parts.digits = first == std::string_view::npos ? std::string_view{} : text.substr(first);
  return parts;
}

}  // namespace

std::optional<Int128> parse_decimal(std::string_view text, int width, int scale) {
  const auto parts = take_apart(text);
  if (!parts) return std::nullopt;
  auto count = static_cast<std::int64_t>(parts->digits.size());
  if (parts->digits.find('.') != std::string_view::npos) --count;
  if (count == 0) return Int128{0};
  const std::int64_t wanted = count + parts->exponent + scale;  // digits of the answer
  if (wanted > width) return std::nullopt;
  if (wanted < 0) return Int128{0};
  Int128 value = 0;
  std::int64_t taken = 0;
  for (const char c : parts->digits) {
    if (c == '.') continue;
    if (taken == wanted) {
      if (c >= '5') ++value;
      break;
    }
    value = value * 10 + (c - '0');
    ++taken;
  }
  value *= kPowersOfTen.at(static_cast<std::size_t>(wanted - taken));
  if (value >= kPowersOfTen.at(static_cast<std::size_t>(width))) return std::nullopt;  // rounding made a digit more
  return parts->negative ? -value : value;
}

std::string format_integer(UInt128 value) {
  std::string digits;
  do {
    digits += static_cast<char>('0' + static_cast<int>(value % 10));
    value /= 10;
  } while (value != 0);
  std::reverse(digits.begin(), digits.end());
  return digits;
}

std::string format_decimal(Int128 value, int scale) {
  const bool negative = value < 0;
  std::string digits = format_integer(negative ? -static_cast<UInt128>(value) : static_cast<UInt128>(value));
  const auto places = static_cast<std::size_t>(scale);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  if (places != 0) digits.insert(digits.size() - places, 1, '.');
  return negative ? "-" + digits : digits;
}

}  // namespace decant::destination
