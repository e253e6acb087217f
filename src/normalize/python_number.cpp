#include "normalize/python_number.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <system_error>
#include <vector>

#include "core/ascii.h"
#include "schema/characters.h"

namespace decant::normalize {

namespace {

/// Longer ones stay text.
constexpr std::size_t kMaxHexDigits = 512;

bool is_hex_digit(char c) { return hex_value(c) >= 0; }

template <typename Number, typename... Format>
bool read_whole(std::string_view text, Number& number, Format... format) {
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number, format...);
  return error == std::errc{} && stop == end && !text.empty();
}

/// Python takes a plus where from_chars does not.
std::string_view without_plus(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  return text;
}

/// The digits of `0x…`, as int(…, 16) reads what follows the first `0x`: a sign and another `0x` may stand there too.
bool hex_digits(std::string_view text, bool& negative, std::string& digits) {
  text = schema::strip(text);
  if (!text.starts_with("0x")) return false;
  text = schema::strip(text.substr(2));
  negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  bool may_join = false;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    text.remove_prefix(2);
    may_join = true;
  }
  digits.clear();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '_' && may_join && i + 1 < text.size() && is_hex_digit(text[i + 1])) {
      may_join = false;
      continue;
    }
    if (!is_hex_digit(text[i])) return false;
    digits.push_back(text[i]);
    may_join = true;
  }
  return !digits.empty() && digits.size() <= kMaxHexDigits;
}

/// Whether a number that is far from 1 is larger.
bool is_above_one(std::string_view number) {
  const auto mark = std::min(number.find_first_of("eE"), number.size());
  const auto point = std::min(number.find('.'), mark);
  const auto first = number.find_first_of("123456789");
  std::int64_t exponent = 0;
  if (mark < number.size() && !read_whole(without_plus(number.substr(mark + 1)), exponent))
    return number[mark + 1] != '-';  // more digits than any exponent has
  return static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first) + exponent > 0;
}

}  // namespace

bool plain_number(std::string_view text, bool keep_underscores, std::string& plain) {
  text = schema::strip(text);
  plain.clear();
  while (!text.empty()) {
    if (static_cast<unsigned char>(text.front()) < 0x80) {
      plain.push_back(text.front());
      text.remove_prefix(1);
      continue;
    }
    const std::size_t length = schema::digit_length(text);
    if (length == 0) return false;
    plain.push_back(static_cast<char>('0' + schema::digit_value(text)));
    text.remove_prefix(length);
  }
  if (keep_underscores || plain.find('_') == std::string::npos) return true;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    if (plain[i] == '_' && (i == 0 || i + 1 == plain.size() || !is_digit(plain[i - 1]) || !is_digit(plain[i + 1])))
      return false;
  }
  std::erase(plain, '_');
  return true;
}

bool read_integer(std::string_view text, std::int64_t& number) {
  std::string plain;
  bool negative = false;
  if (hex_digits(text, negative, plain)) return read_whole((negative ? "-" : "") + plain, number, 16);
  return plain_number(text, false, plain) && read_whole(without_plus(plain), number);
}

bool read_real(std::string_view text, double& number) {
  std::string plain;
  if (read_hex(text, plain)) return read_whole(plain, number) && std::isfinite(number);
  if (!plain_number(text, false, plain)) return false;
  const std::string_view rest = without_plus(plain);
  const char* const end = rest.data() + rest.size();
  const auto [stop, error] = std::from_chars(rest.data(), end, number);
  if (stop != end || rest.empty()) return false;
  if (error == std::errc::result_out_of_range) {
    // Told for both ends alike; only what is too small has a nearest double.
    if (is_above_one(rest)) return false;
    number = rest.starts_with('-') ? -0.0 : 0.0;
    return true;
  }
  return error == std::errc{} && std::isfinite(number);
}

bool read_hex(std::string_view text, std::string& digits) {
  std::string hex;
  bool negative = false;
  if (!hex_digits(text, negative, hex)) return false;
  constexpr std::uint64_t kBase = 1'000'000'000;
  std::vector<std::uint32_t> parts = {0};  // nine decimal digits each, lowest first
  for (const char c : hex) {
    std::uint64_t carry = static_cast<std::uint64_t>(hex_value(c));
    for (auto& part : parts) {
      carry += std::uint64_t{part} * 16;
      part = static_cast<std::uint32_t>(carry % kBase);
      carry /= kBase;
    }
    if (carry != 0) parts.push_back(static_cast<std::uint32_t>(carry));
  }
  digits = negative && !(parts.size() == 1 && parts[0] == 0) ? "-" : "";
  digits += std::to_string(parts.back());
  for (auto part = parts.rbegin() + 1; part != parts.rend(); ++part) {
    const std::string nine = std::to_string(*part);
    digits.append(9 - nine.size(), '0').append(nine);
  }
  return true;
}

void append_python_real(double real, std::string& out) {
  std::array<char, 64> buffer{};
  const double size = std::fabs(real);
  const bool exponent = size != 0 && (size < 1e-4 || size >= 1e16);
  const auto format = exponent ? std::chars_format::scientific : std::chars_format::fixed;
  const char* end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), real, format).ptr;
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  out += text;
  if (!exponent && std::isfinite(real) && text.find('.') == std::string_view::npos) out += ".0";
}

}  // namespace decant::normalize
