#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace decant::normalize {

/// A decimal number of any length, exact: digits times 10^exponent.
class DecimalNumber {
 public:
  /// What Python's Decimal reads, NaN and infinities left out: white space around, a sign, a point, an exponent,
  /// underscores, digits of any script; and `0x` for hexadecimal integers.
  static std::optional<DecimalNumber> parse(std::string_view text);

  /// As Python's str(Decimal): `1.50`, `1E+5`, `-0`, `1E-7`.
  void append_to(std::string& out) const;

  [[nodiscard]] bool is_zero() const { return digits_ == "0"; }
  [[nodiscard]] bool is_integral() const;
  /// Whether it is beyond the largest number that dlt keeps in a wei column.
  [[nodiscard]] bool is_beyond_wei() const;
  /// Digits before the point; 0 for fractions and zero.
  [[nodiscard]] std::int64_t integer_digits() const;
  /// The integer, if the number is one and fits.
  [[nodiscard]] std::optional<std::int64_t> to_integer() const;
  /// The nearest double; nothing beyond its range.
  [[nodiscard]] std::optional<double> to_double() const;

 private:
  bool negative_ = false;
  std::string digits_ = "0";  ///< no leading zeros
  std::int64_t exponent_ = 0;
};

/// Appends a finite double's exact value, as Python's str(Decimal(real)): `0.1000000000000000055511151231257827…`.
void append_exact(double real, std::string& out);

}  // namespace decant::normalize
