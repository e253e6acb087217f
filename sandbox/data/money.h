#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace decant::sandbox {

/// An amount in hundredths of its currency's unit. Whole numbers, so that totals add up and the bytes are the same
/// everywhere.
struct Money {
  std::int64_t cents = 0;

  auto operator<=>(const Money&) const = default;
  Money operator+(Money other) const { return {cents + other.cents}; }
  Money operator-(Money other) const { return {cents - other.cents}; }
  Money operator-() const { return {-cents}; }
  Money operator*(std::int64_t times) const { return {cents * times}; }
  Money& operator+=(Money other) {
    cents += other.cents;
    return *this;
  }
};

/// `amount * numerator / denominator`, rounded half away from zero.
Money scaled(Money amount, std::int64_t numerator, std::int64_t denominator);

/// As PHP writes a number: no decimals when there are none (`25`, `749.5`, `-0.05`).
void append_number(std::string& out, Money amount);

/// With two decimals and nothing else (`329.00`).
std::string fixed_text(Money amount);

/// With the currency's code behind a plain space (`-150.00 USD`).
std::string formatted_text(Money amount, std::string_view currency);

}  // namespace decant::sandbox
