#include "json/write.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "json/typed_text.h"

namespace decant::json {

namespace {

enum class Style { compact, sorted, pretty };

void append_integer(auto integer, std::string& out) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), integer).ptr;
  out.append(digits.data(), end);
}

class Writer {
 public:
  Writer(Style style, std::string& out) : style_(style), out_(out) {}

  void write(const Value& value, int level) {
    if (value.is_null()) {
      out_ += "null";
    } else if (value.is_bool()) {
      out_ += value.as_bool() ? "true" : "false";
    } else if (value.is_integer()) {
      append_integer(value.as_integer(), out_);
    } else if (value.is_unsigned()) {
      append_integer(value.as_unsigned(), out_);
    } else if (value.is_real()) {
      append_real(value.as_real(), out_);
    } else if (value.is_number_text()) {
      out_ += value.as_number_text();
    } else if (value.is_string()) {
      append_string(value.as_string(), out_);
    } else if (value.is_array()) {
      write_array(value.as_array(), level);
    } else {
      write_object(value.as_object(), level);
    }
  }

 private:
  void new_line(int level) {
    if (style_ != Style::pretty) return;
    out_.push_back('\n');
    out_.append(static_cast<std::size_t>(level) * 2, ' ');
  }

  void write_array(const Value::Array& array, int level) {
    out_.push_back('[');
    bool first = true;
    for (const auto& element : array) {
      if (!first) out_.push_back(',');
      first = false;
      new_line(level + 1);
      write(element, level + 1);
    }
    if (!first) new_line(level);
    out_.push_back(']');
  }

  void write_object(const Value::Object& object, int level) {
    std::vector<const Value::Object::value_type*> members;
    for (const auto& member : object) members.push_back(&member);
    if (style_ == Style::sorted)
      std::sort(members.begin(), members.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
    out_.push_back('{');
    bool first = true;
    for (const auto* member : members) {
      if (!first) out_.push_back(',');
      first = false;
      new_line(level + 1);
      append_string(member->first, out_);
      out_ += style_ == Style::pretty ? ": " : ":";
      write(member->second, level + 1);
    }
    if (!first) new_line(level);
    out_.push_back('}');
  }

  Style style_;
  std::string& out_;
};

std::string write_as(Style style, const Value& value) {
  std::string out;
  Writer(style, out).write(value, 0);
  return out;
}

}  // namespace

std::string write(const Value& value) { return write_as(Style::compact, value); }
std::string write_sorted(const Value& value) { return write_as(Style::sorted, value); }
std::string write_pretty(const Value& value) { return write_as(Style::pretty, value); }

void append(const Node& node, std::string& out) {
  const Token& token = node.token();
  switch (token.kind) {
    case Kind::null: out += "null"; return;
    case Kind::boolean: out += token.boolean ? "true" : "false"; return;
    case Kind::integer: append_integer(token.integer, out); return;
    case Kind::unsigned_integer: append_integer(token.unsigned_integer, out); return;
    case Kind::real: append_real(token.real, out); return;
    case Kind::number_text: out += node.text(); return;
    case Kind::string: append_string(node.text(), out); return;
    case Kind::array: {
      char separator = '[';
      for (const auto item : node.items()) {
        out.push_back(separator);
        append(item, out);
        separator = ',';
      }
      out += separator == '[' ? "[]" : "]";
      return;
    }
    case Kind::object: {
      char separator = '{';
      for (const auto member : node.members()) {
        out.push_back(separator);
        append_string(member.key, out);
        out.push_back(':');
        append(member.value, out);
        separator = ',';
      }
      out += separator == '{' ? "{}" : "}";
      return;
    }
    case Kind::typed:
      out.push_back('"');
      append_typed_text(node, out);  // holds nothing that wants an escape
      out.push_back('"');
      return;
  }
}

std::string write(const Node& node) {
  std::string out;
  append(node, out);
  return out;
}

void append_string(std::string_view text, std::string& out) {
  out.push_back('"');
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
    out.append(text.substr(plain, i - plain));
    plain = i + 1;
    switch (text[i]) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\b': out += "\\b"; break;
      case '\f': out += "\\f"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        out += "\\u00";
        out.push_back("0123456789abcdef"[byte >> 4]);
        out.push_back("0123456789abcdef"[byte & 15]);
    }
  }
  out.append(text.substr(plain));
  out.push_back('"');
}

void append_path_step(std::string_view key, std::string& path) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
  constexpr std::string_view kDigits = "0123456789";
  const auto is_in = [](std::string_view set, char c) { return set.find(c) != std::string_view::npos; };
  const bool is_plain =
      !key.empty() && is_in(kLetters, key.front()) && key != "where" && key != "wherenot" &&
      std::all_of(key.begin(), key.end(), [&](char c) { return is_in(kLetters, c) || is_in(kDigits, c); });
  if (is_plain) {
    path.append(".").append(key);
    return;
  }
  path.push_back('[');
  append_string(key, path);
  path.push_back(']');
}

void append_real(double real, std::string& out) {
  if (!std::isfinite(real)) {
    out += "null";
    return;
  }
  std::array<char, 400> digits{};
  const double size = std::fabs(real);
  const bool exponent = size != 0 && (size < 1e-5 || size >= 1e16);
  const auto format = exponent ? std::chars_format::scientific : std::chars_format::fixed;
  const char* end = std::to_chars(digits.data(), digits.data() + digits.size(), real, format).ptr;
  std::string_view text(digits.data(), static_cast<std::size_t>(end - digits.data()));
  if (!exponent) {
    out += text;
    if (text.find('.') == std::string_view::npos) out += ".0";
    return;
  }
  // to_chars writes e+16 and e-07; here it is e16 and e-7.
  const auto e = text.find('e');
  out.append(text.substr(0, e + 1));
  if (text[e + 1] == '-') out.push_back('-');
  out.append(text.substr(text.find_first_not_of("+-0", e + 1)));
}

}  // namespace decant::json
