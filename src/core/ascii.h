#pragma once

namespace decant {

// Characters of ASCII, whatever the locale; all others are none of these.

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A letter in lower case; any other character as it is.
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// The value of a hexadecimal digit; -1 for any other character.
constexpr int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char small = lower(c);
  return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

}  // namespace decant
