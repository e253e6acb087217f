#include "schema/characters.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace decant::schema {

namespace {

/// First digits of the runs of ten that Unicode 14 (Python 3.11's) calls decimal digits, beyond ASCII.
constexpr std::array<std::uint32_t, 65> kZeros = {
    0x660,   0x6F0,   0x7C0,   0x966,   0x9E6,   0xA66,   0xAE6,   0xB66,   0xBE6,   0xC66,   0xCE6,
    0xD66,   0xDE6,   0xE50,   0xED0,   0xF20,   0x1040,  0x1090,  0x17E0,  0x1810,  0x1946,  0x19D0,
    0x1A80,  0x1A90,  0x1B50,  0x1BB0,  0x1C40,  0x1C50,  0xA620,  0xA8D0,  0xA900,  0xA9D0,  0xA9F0,
    0xAA50,  0xABF0,  0xFF10,  0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450,
    0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x16A60, 0x16AC0,
    0x16B50, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E950, 0x1FBF0};

constexpr std::uint32_t kReplacement = 0xFFFD;

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

struct Character {
  std::uint32_t code = 0;
  std::size_t length = 0;
};

/// The character at the start of a text that is not empty. A byte that starts none is a character of its own.
Character first_character(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (length == 1 || length > text.size()) return {first < 0x80 ? first : kReplacement, 1};
  std::uint32_t code = first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(text[i])) return {kReplacement, 1};
    code = (code << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  return {code, length};
}

bool is_space(std::uint32_t code) {
  return (code >= 0x09 && code <= 0x0D) || (code >= 0x1C && code <= 0x20) || code == 0x85 || code == 0xA0 ||
         code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 || code == 0x202F ||
         code == 0x205F || code == 0x3000;
}

/// Where the last character of a text that is not empty starts.
std::size_t last_character(std::string_view text) {
  std::size_t at = text.size() - 1;
  while (at > 0 && text.size() - at < 4 && is_continuation(text[at])) --at;
  return at;
}

}  // namespace

std::string_view strip(std::string_view text) {
  while (!text.empty()) {
    const Character first = first_character(text);
    if (!is_space(first.code)) break;
    text.remove_prefix(first.length);
  }
  while (!text.empty()) {
    const std::size_t at = last_character(text);
    const Character last = first_character(text.substr(at));
    if (at + last.length != text.size() || !is_space(last.code)) break;
    text = text.substr(0, at);
  }
  return text;
}

std::size_t count_characters(std::string_view text) {
  return text.size() - static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_continuation));
}

std::size_t bytes_of_characters(std::string_view text, std::size_t count) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_continuation(text[at])) continue;
    if (count == 0) return at;
    --count;
  }
  return text.size();
}

std::size_t digit_length(std::string_view text) {
  if (digit_value(text) < 0) return 0;
  return static_cast<unsigned char>(text.front()) < 0x80 ? 1 : first_character(text).length;
}

int digit_value(std::string_view text) {
  if (text.empty()) return -1;
  if (const char c = text.front(); static_cast<unsigned char>(c) < 0x80) return c >= '0' && c <= '9' ? c - '0' : -1;
  const Character first = first_character(text);
  const auto* const after = std::upper_bound(kZeros.begin(), kZeros.end(), first.code);
  if (after == kZeros.begin() || first.code - *(after - 1) >= 10) return -1;
  return static_cast<int>(first.code - *(after - 1));
}

}  // namespace decant::schema
