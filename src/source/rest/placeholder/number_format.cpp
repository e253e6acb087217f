#include "source/rest/placeholder/number_format.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "json/number.h"
#include "source/rest/placeholder/python_text.h"
#include "source/rest/placeholder/real_digits.h"

namespace decant::source::rest {

namespace {

/// A number taken apart: sign, `0x`, whole digits, and what follows them.
struct Parts {
  bool negative = false;
  std::string prefix;
  std::string digits;
  std::string rest;
  std::size_t group = 3;
};

/// Whole digits with separators, filled up with zeros to `least` characters.
std::string group_digits(const Parts& parts, char separator, std::size_t least) {
  if (separator == 0)
    return std::string(least > parts.digits.size() ? least - parts.digits.size() : 0, '0') + parts.digits;
  std::string reversed;
  std::size_t left = parts.digits.size();
  for (std::size_t in_group = 0; left > 0 || reversed.size() < least; ++in_group) {
    if (in_group == parts.group) {
      reversed.push_back(separator);
      in_group = 0;
    }
    reversed.push_back(left > 0 ? parts.digits[--left] : '0');
  }
  std::reverse(reversed.begin(), reversed.end());
  return reversed;
}

std::string lay_out(const Parts& parts, const FormatSpec& spec) {
  std::string sign;
  if (parts.negative) {
    sign = "-";
  } else if (spec.sign == '+' || spec.sign == ' ') {
    sign = spec.sign;
  }
  sign += parts.prefix;
  const char align = spec.align != 0 ? spec.align : spec.zero_padded ? '=' : '>';
  const std::size_t around = sign.size() + parts.rest.size();
  const bool zeros = align == '=' && spec.fill == "0" && spec.width > around;
  const std::string body = group_digits(parts, spec.grouping, zeros ? spec.width - around : 0) + parts.rest;
  const std::size_t size = sign.size() + body.size();
  const std::size_t padding = spec.width > size ? spec.width - size : 0;
  const std::size_t before = align == '<' || align == '=' ? 0 : align == '^' ? padding / 2 : padding;
  std::string out;
  for (std::size_t i = 0; i < before; ++i) out += spec.fill;
  out += sign;
  for (std::size_t i = 0; align == '=' && i < padding; ++i) out += spec.fill;
  out += body;
  for (std::size_t i = before; align != '=' && i < padding; ++i) out += spec.fill;
  return out;
}

std::unexpected<Error> refused(const FormatSpec& spec, std::string_view kind) {
  return fail(ErrorKind::source_data,
              std::string("the format's type `") + spec.type + "` is none for " + std::string(kind));
}

std::string to_base(std::uint64_t number, int base, bool upper) {
  std::array<char, 65> digits{};
  std::string text(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number, base).ptr);
  if (upper)
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'a' ? static_cast<char>(c - 32) : c; });
  return text;
}

std::string utf8(std::uint32_t code) {
  const auto tail = [code](unsigned shift) { return static_cast<char>(0x80U | (code >> shift & 0x3FU)); };
  if (code < 0x80) return {static_cast<char>(code)};
  if (code < 0x800) return {static_cast<char>(0xC0U | code >> 6), tail(0)};
  if (code < 0x10000) return {static_cast<char>(0xE0U | code >> 12), tail(6), tail(0)};
  return {static_cast<char>(0xF0U | code >> 18), tail(12), tail(6), tail(0)};
}

Result<std::string> format_character(const std::string& digits, bool negative, FormatSpec spec) {
  std::uint32_t code = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code);
  if (negative || error != std::errc{} || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF) || spec.sign != 0 ||
      spec.alternate || spec.precision)
    return refused(spec, "this number");
  spec.type = 's';
  if (spec.align == 0) spec.align = spec.zero_padded ? '=' : '>';
  if (spec.align == '=') spec.align = '>';
  return format_value(json::Value(utf8(code)), spec);
}

Result<std::string> format_real(double real, const FormatSpec& spec) {
  if (spec.type != 0 && std::string_view("eEfFgGn%").find(spec.type) == std::string_view::npos)
    return refused(spec, "a number with fraction");
  const std::string text = real_digits(std::fabs(real), spec);
  const std::size_t whole = std::min(text.find_first_not_of("0123456789"), text.size());
  return lay_out({.negative = std::signbit(real) && !std::isnan(real),
                  .prefix = "",
                  .digits = text.substr(0, whole),
                  .rest = text.substr(whole)},
                 spec);
}

/// `text`: a whole number in decimal digits.
Result<std::string> format_integer(const std::string& text, const FormatSpec& spec) {
  const bool negative = text.front() == '-';
  const std::string digits = text.substr(negative ? 1 : 0);
  if (spec.type == 'c') return format_character(digits, negative, spec);
  if (spec.type == 's') return refused(spec, "a whole number");
  const bool plain = spec.type == 0 || spec.type == 'd' || spec.type == 'n';
  const bool other_base = spec.type == 'b' || spec.type == 'o' || spec.type == 'x' || spec.type == 'X';
  if (!plain && !other_base) {
    const double real = json::nearest_double(text);
    if (std::isinf(real)) return fail(ErrorKind::source_data, "the number is too large for a format with fraction");
    return format_real(real, spec);
  }
  if (spec.precision) return fail(ErrorKind::source_data, "a whole number takes no precision in its format");
  if (plain) return lay_out({.negative = negative, .prefix = "", .digits = digits, .rest = ""}, spec);
  std::uint64_t number = 0;
  if (std::from_chars(digits.data(), digits.data() + digits.size(), number).ec != std::errc{})
    return refused(spec, "a number beyond 64 bits");
  const int base = spec.type == 'b' ? 2 : spec.type == 'o' ? 8 : 16;
  return lay_out({.negative = negative,
                  .prefix = spec.alternate ? std::string("0") + spec.type : "",
                  .digits = to_base(number, base, spec.type == 'X'),
                  .rest = "",
                  .group = 4},
                 spec);
}

}  // namespace

Result<std::string> format_number(const json::Value& number, const FormatSpec& spec) {
  if (number.is_bool()) return format_integer(number.as_bool() ? "1" : "0", spec);
  if (number.is_real()) return format_real(number.as_real(), spec);
  const std::string text = number.is_number_text() ? number.as_number_text() : python_str(number);
  const bool is_integral = text.find_first_of(".eE") == std::string::npos;
  return is_integral ? format_integer(text, spec) : format_real(json::nearest_double(text), spec);
}

}  // namespace decant::source::rest
