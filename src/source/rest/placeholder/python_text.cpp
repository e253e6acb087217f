#include "source/rest/placeholder/python_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <utility>

#include "json/number.h"

namespace decant::source::rest {

namespace {

/// Characters that Python escapes in a repr although they are no ASCII controls: controls, formats, separators,
/// surrogates, private use. (Unassigned code points, which it escapes too, are left out: they change with each
/// Unicode.)
constexpr std::pair<std::uint32_t, std::uint32_t> kUnprintable[] = {
    {0x7F, 0xA0},       {0xAD, 0xAD},       {0x600, 0x605},     {0x61C, 0x61C},   {0x6DD, 0x6DD},   {0x70F, 0x70F},
    {0x8E2, 0x8E2},     {0x1680, 0x1680},   {0x180E, 0x180E},   {0x2000, 0x200F}, {0x2028, 0x202F}, {0x205F, 0x206F},
    {0x3000, 0x3000},   {0xD800, 0xF8FF},   {0xFEFF, 0xFEFF},   {0xFFF0, 0xFFFB}, {0xFFFE, 0xFFFF}, {0x110BD, 0x110BD},
    {0x1D173, 0x1D17A}, {0xE0001, 0xE007F}, {0xF0000, 0x10FFFF}};

bool is_printable(std::uint32_t character) {
  return std::none_of(std::begin(kUnprintable), std::end(kUnprintable),
                      [character](const auto& range) { return character >= range.first && character <= range.second; });
}

std::uint32_t code_point(std::string_view character) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(character[i])); };
  switch (character.size()) {
    case 2: return (byte(0) & 0x1FU) << 6 | (byte(1) & 0x3FU);
    case 3: return (byte(0) & 0x0FU) << 12 | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
    case 4: return (byte(0) & 0x07U) << 18 | (byte(1) & 0x3FU) << 12 | (byte(2) & 0x3FU) << 6 | (byte(3) & 0x3FU);
    default: return byte(0);
  }
}

void append_escape(std::uint32_t character, std::string& out) {
  const std::size_t digits = character < 0x100 ? 2 : character < 0x10000 ? 4 : 8;
  out += digits == 2 ? "\\x" : digits == 4 ? "\\u" : "\\U";
  for (std::size_t i = digits; i > 0; --i) out.push_back("0123456789abcdef"[character >> (4 * (i - 1)) & 15U]);
}

void append_quoted(std::string_view text, bool ascii, std::string& out) {
  const bool has_single = text.find('\'') != std::string_view::npos;
  const char quote = has_single && text.find('"') == std::string_view::npos ? '"' : '\'';
  out.push_back(quote);
  while (!text.empty()) {
    const std::string_view character = text.substr(0, first_character(text));
    text.remove_prefix(character.size());
    const std::uint32_t code = code_point(character);
    if (code == '\\' || code == static_cast<unsigned char>(quote)) {
      out.push_back('\\');
      out += character;
    } else if (code == '\n') {
      out += "\\n";
    } else if (code == '\r') {
      out += "\\r";
    } else if (code == '\t') {
      out += "\\t";
    } else if (code < 0x20 || (code >= 0x7F && (ascii || !is_printable(code)))) {
      append_escape(code, out);
    } else {
      out += character;
    }
  }
  out.push_back(quote);
}

std::string number_text(const std::string& text) {
  const bool is_integral = text.find_first_of(".eE") == std::string::npos;
  return is_integral ? text : python_real(json::nearest_double(text));
}

void append_repr(const json::Value& value, bool ascii, std::string& out) {
  if (value.is_string()) {
    append_quoted(value.as_string(), ascii, out);
  } else if (value.is_array()) {
    out.push_back('[');
    bool first = true;
    for (const auto& element : value.as_array()) {
      if (!std::exchange(first, false)) out += ", ";
      append_repr(element, ascii, out);
    }
    out.push_back(']');
  } else if (value.is_object()) {
    out.push_back('{');
    bool first = true;
    for (const auto& [key, member] : value.as_object()) {
      if (!std::exchange(first, false)) out += ", ";
      append_quoted(key, ascii, out);
      out += ": ";
      append_repr(member, ascii, out);
    }
    out.push_back('}');
  } else {
    out += python_str(value);
  }
}

}  // namespace

std::string python_str(const json::Value& value) {
  if (value.is_null()) return "None";
  if (value.is_bool()) return value.as_bool() ? "True" : "False";
  if (value.is_integer()) return std::to_string(value.as_integer());
  if (value.is_unsigned()) return std::to_string(value.as_unsigned());
  if (value.is_real()) return python_real(value.as_real());
  if (value.is_number_text()) return number_text(value.as_number_text());
  if (value.is_string()) return value.as_string();
  return python_repr(value);
}

std::string python_repr(const json::Value& value) {
  std::string out;
  append_repr(value, false, out);
  return out;
}

std::string python_ascii(const json::Value& value) {
  std::string out;
  append_repr(value, true, out);
  return out;
}

std::string python_real(double real) {
  if (std::isnan(real)) return "nan";
  if (std::isinf(real)) return real < 0 ? "-inf" : "inf";
  std::array<char, 64> digits{};
  const double size = std::fabs(real);
  const bool exponent = size != 0 && (size < 1e-4 || size >= 1e16);
  const auto format = exponent ? std::chars_format::scientific : std::chars_format::fixed;
  std::string text(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), real, format).ptr);
  if (!exponent && text.find('.') == std::string::npos) text += ".0";
  return text;
}

std::size_t first_character(std::string_view text) {
  if (text.empty()) return 0;
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t size = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return std::min(size, text.size());
}

}  // namespace decant::source::rest
