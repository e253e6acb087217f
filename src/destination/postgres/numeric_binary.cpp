#include "destination/postgres/numeric_binary.h"

#include <charconv>
#include <cstdint>

#include "core/ascii.h"
#include "destination/postgres/big_endian.h"

namespace decant::destination {

namespace {

constexpr std::int64_t kMaxNumericExponent = 20'000;
constexpr std::int64_t kMaxScale = 16'383;
constexpr std::int64_t kMaxWeight = 32'767;
constexpr std::int64_t kDigitsPerGroup = 4;

/// A decimal text taken apart: 0.DIGITS times 10^point.
struct NumericParts {
  bool negative = false;
  std::string digits;
  std::int64_t point = 0;
};

bool take_exponent(std::string_view text, std::int64_t& exponent) {
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto read = std::from_chars(text.data(), text.data() + text.size(), exponent);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size() && exponent >= -kMaxNumericExponent &&
         exponent <= kMaxNumericExponent;
}

bool take_apart(std::string_view text, NumericParts& parts) {
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    parts.negative = text[0] == '-';
    text.remove_prefix(1);
  }
  std::int64_t exponent = 0;
  if (const auto mark = text.find_first_of("eE"); mark != std::string_view::npos) {
    if (!take_exponent(text.substr(mark + 1), exponent)) return false;
    text = text.substr(0, mark);
  }
  const auto point = text.find('.');
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == point) continue;
    if (!is_digit(text[i])) return false;
    parts.digits += text[i];
  }
  if (parts.digits.empty()) return false;
  parts.point = exponent + static_cast<std::int64_t>(point == std::string_view::npos ? text.size() : point);
  const auto zeros = std::min(parts.digits.find_first_not_of('0'), parts.digits.size());
  parts.digits.erase(0, zeros);
  parts.point -= static_cast<std::int64_t>(zeros);
  return true;
}

}  // namespace

bool append_numeric(std::string_view text, std::string& out) {
  NumericParts parts;
  if (!take_apart(text, parts)) return false;
  const auto scale = std::max<std::int64_t>(static_cast<std::int64_t>(parts.digits.size()) - parts.point, 0);
  if (parts.digits.empty()) {
    append_big_endian<std::int16_t>(0, out);
    append_big_endian<std::int16_t>(0, out);
    append_big_endian<std::int16_t>(0, out);
    append_big_endian(static_cast<std::int16_t>(std::min(scale, kMaxScale)), out);
    return true;
  }
  // Groups of four digits are counted from the point, so zeros are put before the first digits and behind the last.
  const std::int64_t before = ((-parts.point % kDigitsPerGroup) + kDigitsPerGroup) % kDigitsPerGroup;
  std::string digits = std::string(static_cast<std::size_t>(before), '0') + parts.digits;
  while (digits.size() % kDigitsPerGroup != 0) digits += '0';
  const auto groups = static_cast<std::int64_t>(digits.size()) / kDigitsPerGroup;
  const std::int64_t weight = (parts.point + before) / kDigitsPerGroup - 1;
  if (scale > kMaxScale || groups > kMaxWeight || weight > kMaxWeight) return false;
  append_big_endian(static_cast<std::int16_t>(groups), out);
  append_big_endian(static_cast<std::int16_t>(weight), out);
  append_big_endian(static_cast<std::int16_t>(parts.negative ? 0x4000 : 0), out);
  append_big_endian(static_cast<std::int16_t>(scale), out);
  for (std::size_t i = 0; i < digits.size(); i += kDigitsPerGroup) {
    std::int16_t group = 0;
    std::from_chars(digits.data() + i, digits.data() + i + kDigitsPerGroup, group);
    append_big_endian(group, out);
  }
  return true;
}

}  // namespace decant::destination
