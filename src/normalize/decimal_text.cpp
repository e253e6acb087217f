#include "normalize/decimal_text.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <system_error>

#include "normalize/python_number.h"

namespace decant::normalize {

namespace {

/// Python's decimals end there too.
constexpr std::int64_t kMaxExponent = 999'999'999'999'999'999;

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  return at;
}

bool read_exponent(std::string_view text, std::int64_t& exponent) {
  const bool has_plus = text.starts_with('+');
  if (has_plus) text.remove_prefix(1);
  if (text.empty() || (has_plus && text.front() == '-')) return false;
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const auto [stop, error] = std::from_chars(begin, end, exponent);
  return error == std::errc{} && stop == end && exponent <= kMaxExponent && exponent >= -kMaxExponent;
}

}  // namespace

std::optional<DecimalNumber> DecimalNumber::parse(std::string_view text) {
  DecimalNumber number;
  std::string plain;
  if (!read_hex(text, plain)) {
    if (!plain_number(text, true, plain)) return std::nullopt;
    std::erase(plain, '_');
  }
  std::string_view rest = plain;
  number.negative_ = rest.starts_with('-');
  if (number.negative_ || rest.starts_with('+')) rest.remove_prefix(1);
  const std::size_t whole = skip_digits(rest, 0);
  std::string digits(rest.substr(0, whole));
  std::size_t at = whole;
  if (at < rest.size() && rest[at] == '.') {
    const std::size_t end = skip_digits(rest, at + 1);
    digits += rest.substr(at + 1, end - at - 1);
    number.exponent_ = -static_cast<std::int64_t>(end - at - 1);
    at = end;
  }
  if (digits.empty()) return std::nullopt;
  if (at < rest.size()) {
    std::int64_t exponent = 0;
    if ((rest[at] != 'e' && rest[at] != 'E') || !read_exponent(rest.substr(at + 1), exponent)) return std::nullopt;
    number.exponent_ += exponent;
  }
  const auto first = digits.find_first_not_of('0');
  number.digits_ = first == std::string::npos ? "0" : digits.substr(first);
  return number;
}

void DecimalNumber::append_to(std::string& out) const {
  const auto count = static_cast<std::int64_t>(digits_.size());
  const std::int64_t left = exponent_ + count;  // digits before the point
  const bool plain = exponent_ <= 0 && left > -6;
  const std::int64_t point = plain ? left : 1;
  if (negative_) out.push_back('-');
  if (point <= 0) {
    out += "0.";
    out.append(static_cast<std::size_t>(-point), '0').append(digits_);
  } else if (point >= count) {
    out.append(digits_).append(static_cast<std::size_t>(point - count), '0');
  } else {
    out.append(digits_, 0, static_cast<std::size_t>(point));
    out.push_back('.');
    out.append(digits_, static_cast<std::size_t>(point));
  }
  if (left == point) return;
  out.push_back('E');
  if (left > point) out.push_back('+');
  out += std::to_string(left - point);
}

bool DecimalNumber::is_integral() const {
  if (exponent_ >= 0 || is_zero()) return true;
  const auto zeros = static_cast<std::int64_t>(digits_.size() - 1 - digits_.find_last_not_of('0'));
  return zeros >= -exponent_;
}

bool DecimalNumber::is_beyond_wei() const {
  const std::string_view largest =
      negative_ ? "578960446186580977117854925043439539267" : "578960446186580977117854925043439539266";
  const std::int64_t count = integer_digits();
  if (count != static_cast<std::int64_t>(largest.size())) return count > static_cast<std::int64_t>(largest.size());
  std::string whole = digits_.substr(0, static_cast<std::size_t>(count));
  whole.resize(static_cast<std::size_t>(count), '0');
  return whole > largest || (whole == largest && !is_integral());
}

std::int64_t DecimalNumber::integer_digits() const {
  if (is_zero()) return 0;
  return std::max<std::int64_t>(0, static_cast<std::int64_t>(digits_.size()) + exponent_);
}

std::optional<std::int64_t> DecimalNumber::to_integer() const {
  constexpr std::int64_t kMaxDigits = 19;
  if (is_zero()) return 0;
  if (!is_integral() || integer_digits() > kMaxDigits) return std::nullopt;
  std::string text = (negative_ ? "-" : "") + digits_;
  text.resize(static_cast<std::size_t>(integer_digits()) + (negative_ ? 1 : 0), '0');
  std::int64_t integer = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), integer).ec != std::errc{}) return std::nullopt;
  return integer;
}

std::optional<double> DecimalNumber::to_double() const {
  const std::string text = (negative_ ? "-" : "") + digits_ + "e" + std::to_string(exponent_);
  double real = 0;
  if (!read_real(text, real)) return std::nullopt;
  return real;
}

void append_exact(double real, std::string& out) {
  // A double is an odd number times a power of two: as many digits behind the point as that power is negative.
  constexpr int kMantissaBits = 53;
  constexpr double kLeastPlain = 1e-6;
  int exponent = 0;
  const double fraction = std::frexp(real, &exponent);
  const auto mantissa = static_cast<std::uint64_t>(std::fabs(std::ldexp(fraction, kMantissaBits)));
  const int digits = mantissa == 0 ? 0 : std::max(0, kMantissaBits - exponent - std::countr_zero(mantissa));
  const std::size_t before = out.size();
  const int whole_digits = std::max(0, exponent) / 3 + 1;
  out.resize(before + static_cast<std::size_t>(whole_digits + digits) + 2);  // a sign and a point
  const auto end = std::to_chars(out.data() + before, out.data() + out.size(), real, std::chars_format::fixed, digits);
  out.resize(static_cast<std::size_t>(end.ptr - out.data()));
  if (real == 0 || std::fabs(real) > kLeastPlain) return;
  const auto small = DecimalNumber::parse(std::string_view(out).substr(before));
  out.resize(before);
  small->append_to(out);
}

}  // namespace decant::normalize
