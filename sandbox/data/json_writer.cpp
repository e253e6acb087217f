#include "sandbox/data/json_writer.h"

#include <charconv>
#include <cstddef>

namespace decant::sandbox {
namespace {

bool is_plain(char character) {
  const auto byte = static_cast<unsigned char>(character);
  return byte >= 0x20 && byte < 0x80 && character != '"' && character != '\\' && character != '/';
}

char short_escape(char character) {
  switch (character) {
    case '"':
    case '\\':
    case '/': return character;
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    default: return '\0';
  }
}

std::string_view write_integer(char (&buffer)[24], std::int64_t number) {
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
  return {buffer, static_cast<std::size_t>(end - buffer)};
}

}  // namespace

void JsonWriter::text_or_null(std::string_view name, const std::optional<std::string_view>& content) {
  key(name);
  if (content) {
    text_element(*content);
  } else {
    value("null");
  }
}

void JsonWriter::digits(std::string_view name, std::int64_t number) {
  char buffer[24];
  text(name, write_integer(buffer, number));
}

void JsonWriter::integer(std::string_view name, std::int64_t number) {
  char buffer[24];
  key(name);
  value(write_integer(buffer, number));
}

void JsonWriter::money(std::string_view name, Money amount) {
  key(name);
  append_number(out_, amount);
  comma_due_ = true;
}

void JsonWriter::decimal(std::string_view name, std::int64_t number, unsigned decimals) {
  std::int64_t unit = 1;
  for (unsigned i = 0; i < decimals; ++i) unit *= 10;
  char buffer[24];
  std::string text(write_integer(buffer, number / unit));
  std::int64_t fraction = number % unit;
  if (fraction != 0) text += '.';
  while (fraction != 0) {
    unit /= 10;
    text += static_cast<char>('0' + fraction / unit);
    fraction %= unit;
  }
  key(name);
  value(text);
}

void JsonWriter::boolean(std::string_view name, bool state) {
  key(name);
  value(state ? "true" : "false");
}

void JsonWriter::text_element(std::string_view content) {
  if (comma_due_) out_ += ',';
  out_ += '"';
  escape(content);
  out_ += '"';
  comma_due_ = true;
}

void JsonWriter::integer_element(std::int64_t number) {
  char buffer[24];
  if (comma_due_) out_ += ',';
  value(write_integer(buffer, number));
}

void JsonWriter::key(std::string_view name) {
  if (comma_due_) out_ += ',';
  out_ += '"';
  out_ += name;
  out_ += "\":";
  comma_due_ = false;
}

void JsonWriter::value(std::string_view json) {
  out_ += json;
  comma_due_ = true;
}

void JsonWriter::open(char bracket) {
  if (comma_due_) out_ += ',';
  out_ += bracket;
  comma_due_ = false;
}

void JsonWriter::close(char bracket) {
  out_ += bracket;
  comma_due_ = true;
}

void JsonWriter::escape(std::string_view content) {
  std::size_t position = 0;
  while (position < content.size()) {
    std::size_t end = position;
    while (end < content.size() && is_plain(content[end])) ++end;
    out_ += content.substr(position, end - position);
    position = end;
    if (position == content.size()) break;
    if (content[position] == '/' && slashes_ == Slashes::plain) {
      out_ += content[position++];
    } else if (const char letter = short_escape(content[position])) {
      out_ += '\\';
      out_ += letter;
      ++position;
    } else {
      position += escape_code_point(content, position);
    }
  }
}

std::size_t JsonWriter::escape_code_point(std::string_view content, std::size_t position) {
  const auto lead = static_cast<unsigned char>(content[position]);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (lead >= 0x80 && non_ascii_ == NonAscii::raw) {
    out_ += content.substr(position, length);
    return length;
  }
  unsigned code = length == 1 ? lead : lead & (0xFFU >> (length + 1));
  for (const char byte : content.substr(position + 1, length - 1)) {
    code = (code << 6U) | (static_cast<unsigned char>(byte) & 0x3FU);
  }
  if (code < 0x10000) {
    escape_unit(code);
  } else {  // JSON escapes are UTF-16: beyond the first plane it takes a pair of surrogates
    escape_unit(0xD800U + ((code - 0x10000U) >> 10U));
    escape_unit(0xDC00U + ((code - 0x10000U) & 0x3FFU));
  }
  return length;
}

void JsonWriter::escape_unit(unsigned unit) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out_ += "\\u";
  for (unsigned shift = 16; shift > 0; shift -= 4) out_ += kHex[(unit >> (shift - 4)) & 0xFU];
}

}  // namespace decant::sandbox
