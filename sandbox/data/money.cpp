#include "sandbox/data/money.h"

#include <charconv>

namespace decant::sandbox {
namespace {

void append_whole_part(std::string& out, Money amount) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, amount.cents / 100).ptr;
  if (amount.cents < 0 && amount.cents > -100) out += '-';
  out.append(digits, end);
}

unsigned fraction_of(Money amount) {
  return static_cast<unsigned>(amount.cents < 0 ? -(amount.cents % 100) : amount.cents % 100);
}

}  // namespace

Money scaled(Money amount, std::int64_t numerator, std::int64_t denominator) {
  const std::int64_t product = amount.cents * numerator;
  const std::int64_t half = denominator / 2;
  return {(product < 0 ? product - half : product + half) / denominator};
}

void append_number(std::string& out, Money amount) {
  append_whole_part(out, amount);
  const unsigned fraction = fraction_of(amount);
  if (fraction == 0) return;
  out += '.';
  out += static_cast<char>('0' + fraction / 10);
  if (fraction % 10 != 0) out += static_cast<char>('0' + fraction % 10);
}

std::string fixed_text(Money amount) {
  std::string text;
  append_whole_part(text, amount);
  const unsigned fraction = fraction_of(amount);
  text += '.';
  text += static_cast<char>('0' + fraction / 10);
  text += static_cast<char>('0' + fraction % 10);
  return text;
}

std::string formatted_text(Money amount, std::string_view currency) {
  std::string text = fixed_text(amount);
  text += ' ';
  text += currency;
  return text;
}

}  // namespace decant::sandbox
