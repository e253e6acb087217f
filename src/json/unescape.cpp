#include "json/unescape.h"

#include <cstdint>

namespace decant::json {

namespace {

constexpr std::uint32_t kReplacement = 0xFFFD;

bool read_hex4(std::string_view raw, std::size_t at, std::uint32_t& code) {
  if (at + 4 > raw.size()) return false;
  code = 0;
  for (const char c : raw.substr(at, 4)) {
    code <<= 4;
    if (c >= '0' && c <= '9') {
      code |= static_cast<std::uint32_t>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      code |= static_cast<std::uint32_t>(c - 'a' + 10);
    } else if (c >= 'A' && c <= 'F') {
      code |= static_cast<std::uint32_t>(c - 'A' + 10);
    } else {
      return false;
    }
  }
  return true;
}

bool is_high_surrogate(std::uint32_t code) { return code >= 0xD800 && code <= 0xDBFF; }
bool is_low_surrogate(std::uint32_t code) { return code >= 0xDC00 && code <= 0xDFFF; }

void append_utf8(std::uint32_t code, std::string& text) {
  const auto byte = [&](std::uint32_t value) { text.push_back(static_cast<char>(value)); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0 | code >> 6);
    byte(0x80 | (code & 63));
  } else if (code < 0x10000) {
    byte(0xE0 | code >> 12);
    byte(0x80 | (code >> 6 & 63));
    byte(0x80 | (code & 63));
  } else {
    byte(0xF0 | code >> 18);
    byte(0x80 | (code >> 12 & 63));
    byte(0x80 | (code >> 6 & 63));
    byte(0x80 | (code & 63));
  }
}

/// Reads the code point of a `\u` escape whose digits start at `at`; moves `at` behind it and behind its second half.
bool read_code_point(std::string_view raw, std::size_t& at, std::uint32_t& code) {
  if (!read_hex4(raw, at, code)) return false;
  at += 4;
  if (is_low_surrogate(code)) {
    code = kReplacement;
  } else if (is_high_surrogate(code)) {
    std::uint32_t low = 0;
    if (raw.substr(at, 2) == "\\u" && read_hex4(raw, at + 2, low) && is_low_surrogate(low)) {
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
      at += 6;
    } else {
      code = kReplacement;
    }
  }
  return true;
}

char simple_escape(char c) {
  switch (c) {
    case '"':
    case '\\':
    case '/': return c;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return '\0';
  }
}

}  // namespace

bool unescape(std::string_view raw, std::string& text) {
  text.clear();
  text.reserve(raw.size());
  std::size_t at = 0;
  while (at < raw.size()) {
    const auto backslash = raw.find('\\', at);
    text.append(raw.substr(at, backslash - at));
    if (backslash == std::string_view::npos) break;
    if (backslash + 1 >= raw.size()) return false;
    const char kind = raw[backslash + 1];
    at = backslash + 2;
    if (kind == 'u') {
      std::uint32_t code = 0;
      if (!read_code_point(raw, at, code)) return false;
      append_utf8(code, text);
    } else if (const char c = simple_escape(kind); c != '\0') {
      text.push_back(c);
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace decant::json
