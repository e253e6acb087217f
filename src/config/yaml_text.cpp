#include "config/yaml_text.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/ascii.h"
#include "json/write.h"

namespace decant::config {

namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

/// Words that some version of YAML reads as a truth value or null.
bool is_reserved(std::string_view text) {
  constexpr std::array<std::string_view, 10> kWords = {"y",   "n",    "yes",   "no",   "on",
                                                       "off", "true", "false", "null", "nan"};
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return std::find(kWords.begin(), kWords.end(), lower) != kWords.end();
}

/// Whether a text means itself without quotes: a letter, then what has no meaning to YAML. A blank stands between two
/// other characters.
bool is_plain(std::string_view text) {
  if (text.empty() || text.back() == ' ' || is_reserved(text)) return false;
  constexpr std::string_view kHarmless = "-./+=$ ";
  return is_letter(text.front()) && std::all_of(text.begin(), text.end(), [&](char c) {
           return is_letter(c) || is_digit(c) || kHarmless.find(c) != std::string_view::npos;
         });
}

/// Bytes of a character at the start of a text that may not stand in YAML as it is: DEL, the C1 controls, the line and
/// paragraph separators, the byte order mark; 0 for others.
std::size_t unprintable_length(std::string_view text) {
  if (text.front() == '\x7f') return 1;
  if (text.size() >= 2 && text[0] == '\xC2' && static_cast<unsigned char>(text[1]) < 0xA0) return 2;
  for (const std::string_view character : {"\u2028", "\u2029", "\uFEFF"}) {
    if (text.starts_with(character)) return character.size();
  }
  return 0;
}

/// `\uXXXX` for a character of up to three bytes.
void append_escape(std::string_view character, std::string& out) {
  unsigned code =
      static_cast<unsigned char>(character[0]) & (character.size() == 1 ? 0x7FU : 0xFFU >> (character.size() + 1));
  for (const char c : character.substr(1)) code = (code << 6U) | (static_cast<unsigned char>(c) & 0x3FU);
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += "\\u";
  for (const unsigned shift : {12U, 8U, 4U, 0U}) out += kDigits[(code >> shift) & 0xFU];
}

bool needs_escapes(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (static_cast<unsigned char>(text[i]) < 0x20 || unprintable_length(text.substr(i)) > 0) return true;
  }
  return false;
}

/// In double quotes; JSON's escapes are YAML's too.
void append_escaped(std::string_view text, std::string& out) {
  std::string quoted;
  json::append_string(text, quoted);
  for (std::size_t i = 0; i < quoted.size(); ++i) {
    const std::size_t length = unprintable_length(std::string_view(quoted).substr(i));
    if (length == 0) {
      out += quoted[i];
    } else {
      append_escape(std::string_view(quoted).substr(i, length), out);
      i += length - 1;
    }
  }
}

void append_text(std::string_view text, std::string& out) {
  if (is_plain(text)) {
    out += text;
    return;
  }
  if (needs_escapes(text)) {
    append_escaped(text, out);
    return;
  }
  out += '\'';
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  out += '\'';
}

void append_scalar(const json::Value& value, std::string& out) {
  if (value.is_string()) {
    append_text(value.as_string(), out);
  } else if (value.is_object()) {
    out += "{}";
  } else if (value.is_array()) {
    out += "[]";
  } else {
    out += json::write(value);
  }
}

bool is_block(const json::Value& value) {
  return (value.is_object() && !value.as_object().empty()) || (value.is_array() && !value.as_array().empty());
}

void append_block(const json::Value& value, std::size_t indent, bool goes_on, std::string& out);

void append_key(std::string_view key, std::size_t indent, std::string& out) {
  constexpr std::size_t kMaxSimpleKey = 128;  // YAML's own limit is 1024 characters on one line
  std::string text;
  append_text(key, text);
  if (text.size() <= kMaxSimpleKey) {
    out += text + ":";
  } else {
    out += "? " + text + "\n" + std::string(indent, ' ') + ":";
  }
}

void append_members(const json::Value::Object& members, std::size_t indent, bool goes_on, std::string& out) {
  for (const auto& [key, value] : members) {
    if (!goes_on) out.append(indent, ' ');
    goes_on = false;
    append_key(key, indent, out);
    if (is_block(value)) {
      out += '\n';
      append_block(value, value.is_array() ? indent : indent + 2, false, out);
    } else {
      out += ' ';
      append_scalar(value, out);
      out += '\n';
    }
  }
}

/// `goes_on`: the first line is begun already.
void append_block(const json::Value& value, std::size_t indent, bool goes_on, std::string& out) {
  if (value.is_object()) {
    append_members(value.as_object(), indent, goes_on, out);
    return;
  }
  for (const auto& item : value.as_array()) {
    if (!goes_on) out.append(indent, ' ');
    goes_on = false;
    out += "- ";
    if (is_block(item)) {
      append_block(item, indent + 2, true, out);
    } else {
      append_scalar(item, out);
      out += '\n';
    }
  }
}

}  // namespace

std::string write_yaml(const json::Value& value) {
  std::string out;
  if (is_block(value)) {
    append_block(value, 0, false, out);
  } else {
    append_scalar(value, out);
    out += '\n';
  }
  return out;
}

}  // namespace decant::config
