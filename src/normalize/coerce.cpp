#include "normalize/coerce.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

#include "json/parser.h"
#include "json/write.h"
#include "schema/timestamp_text.h"

namespace decant::normalize {

namespace {

using json::Kind;
using schema::DataType;

constexpr std::size_t kMaxDecimalDigits = 38;

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlank = " \t\n\r\v\f";
  const auto begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

/// Drops the `_` that Python allows between two digits. False if one stands elsewhere.
bool without_underscores(std::string_view text, std::string& out) {
  out.clear();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '_') {
      out.push_back(text[i]);
      continue;
    }
    const auto is_digit = [&](std::size_t at) { return at < text.size() && text[at] >= '0' && text[at] <= '9'; };
    if (i == 0 || !is_digit(i - 1) || !is_digit(i + 1)) return false;
  }
  return true;
}

template <typename Number, typename... Format>
bool read_whole(std::string_view text, Number& number, Format... format) {
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number, format...);
  return error == std::errc{} && stop == end && !text.empty();
}

/// Python's int(): surrounding blanks, sign, `_` between digits; `0x` hex as dlt reads it.
bool read_integer(std::string_view text, std::int64_t& number) {
  std::string digits;
  text = trim(text);
  if (text.starts_with("0x")) return read_whole(text.substr(2), number, 16) && number >= 0;
  if (!without_underscores(text, digits)) return false;
  std::string_view rest = digits;
  if (rest.starts_with('+') && !rest.starts_with("+-")) rest.remove_prefix(1);
  return read_whole(rest, number);
}

/// Python's float() of finite numbers: `.5`, `5.`, exponents.
bool read_real(std::string_view text, double& number) {
  std::string digits;
  text = trim(text);
  if (text.starts_with("0x")) {
    std::int64_t integer = 0;
    if (!read_integer(text, integer)) return false;
    number = static_cast<double>(integer);
    return true;
  }
  if (!without_underscores(text, digits)) return false;
  std::string_view rest = digits;
  if (rest.starts_with('+') && !rest.starts_with("+-")) rest.remove_prefix(1);
  return read_whole(rest, number) && std::isfinite(number);
}

/// Digits with an optional sign, point and exponent.
bool is_decimal_text(std::string_view text) {
  double ignored = 0;
  const bool number_characters = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
  });
  if (text.starts_with('+')) text.remove_prefix(1);
  return number_characters && read_whole(text, ignored);
}

/// Python's repr of a float: `1.5`, `2.0`, `1e+16`, `1e-05`.
void append_python_real(double real, std::string& out) {
  std::array<char, 64> buffer{};
  const double size = std::fabs(real);
  const bool exponent = size != 0 && (size < 1e-4 || size >= 1e16);
  const auto format = exponent ? std::chars_format::scientific : std::chars_format::fixed;
  const char* end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), real, format).ptr;
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  out += text;
  if (!exponent && text.find('.') == std::string_view::npos) out += ".0";
}

void append_integer(std::int64_t integer, std::string& out) {
  std::array<char, 24> digits{};
  out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), integer).ptr);
}

bool to_text(json::Node value, std::string& scratch, Cell& cell) {
  scratch.clear();
  switch (value.kind()) {
    case Kind::string:
    case Kind::number_text: cell.text = value.text(); return true;
    case Kind::boolean: cell.text = value.token().boolean ? "True" : "False"; return true;
    case Kind::real: append_python_real(value.token().real, scratch); break;
    case Kind::null: return false;
    default: json::append(value, scratch);
  }
  cell.text = scratch;
  return true;
}

bool to_bigint(json::Node value, Cell& cell) {
  const auto& token = value.token();
  if (token.kind == Kind::integer) {
    cell.fixed = token.integer;
    return true;
  }
  if (token.kind == Kind::string) return read_integer(value.text(), cell.fixed);
  // Doubles hold every integer up to 2^53; larger ones that came with an exponent are whole all the same.
  if (token.kind != Kind::real || token.real != std::floor(token.real) ||
      std::fabs(token.real) >= 9.2233720368547758e18)
    return false;
  cell.fixed = static_cast<std::int64_t>(token.real);
  return true;
}

bool to_real(json::Node value, Cell& cell) {
  const auto& token = value.token();
  double real = token.real;
  switch (token.kind) {
    case Kind::real: break;
    case Kind::integer: real = static_cast<double>(token.integer); break;
    case Kind::unsigned_integer: real = static_cast<double>(token.unsigned_integer); break;
    case Kind::string:
      if (!read_real(value.text(), real)) return false;
      break;
    default: return false;
  }
  cell.fixed = std::bit_cast<std::int64_t>(real);
  return true;
}

bool to_boolean(json::Node value, Cell& cell) {
  const auto& token = value.token();
  switch (token.kind) {
    case Kind::boolean: cell.fixed = token.boolean ? 1 : 0; return true;
    case Kind::integer: cell.fixed = token.integer != 0 ? 1 : 0; return true;
    case Kind::real: cell.fixed = token.real != 0 ? 1 : 0; return true;
    case Kind::string: break;
    default: return false;
  }
  std::string word(value.text());
  std::transform(word.begin(), word.end(), word.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  constexpr std::array<std::string_view, 5> kTrue = {"yes", "true", "t", "y", "1"};
  constexpr std::array<std::string_view, 5> kFalse = {"no", "false", "f", "n", "0"};
  const bool is_true = std::find(kTrue.begin(), kTrue.end(), word) != kTrue.end();
  if (!is_true && std::find(kFalse.begin(), kFalse.end(), word) == kFalse.end()) return false;
  cell.fixed = is_true ? 1 : 0;
  return true;
}

/// Seconds since 1970 within the years 1 to 9999.
bool to_instant(double seconds, std::int64_t& instant) {
  constexpr double kFirst = -62'135'596'800.0;
  constexpr double kEnd = 253'402'300'800.0;
  if (!(seconds >= kFirst && seconds < kEnd)) return false;
  instant = static_cast<std::int64_t>(std::llround(seconds * 1e6));
  return true;
}

bool to_timestamp(json::Node value, Cell& cell) {
  const auto& token = value.token();
  switch (token.kind) {
    case Kind::integer: return to_instant(static_cast<double>(token.integer), cell.fixed);
    case Kind::real: return to_instant(token.real, cell.fixed);
    case Kind::string: {
      if (const auto parsed = schema::parse_time(value.text())) {
        cell.fixed = parsed->instant;
        return true;
      }
      double seconds = 0;
      return read_real(value.text(), seconds) && to_instant(seconds, cell.fixed);
    }
    default: return false;
  }
}

bool to_date(json::Node value, Cell& cell) {
  if (!to_timestamp(value, cell)) return false;
  cell.fixed = (cell.fixed >= 0 ? cell.fixed : cell.fixed - kMicrosPerDay + 1) / kMicrosPerDay;
  return true;
}

bool to_decimal(json::Node value, std::string& scratch, Cell& cell) {
  scratch.clear();
  switch (value.kind()) {
    case Kind::integer: append_integer(value.token().integer, scratch); break;
    case Kind::unsigned_integer:
    case Kind::real: json::append(value, scratch); break;
    case Kind::number_text:
    case Kind::string: cell.text = trim(value.text()); return is_decimal_text(cell.text);
    default: return false;
  }
  cell.text = scratch;
  return true;
}

bool to_json(json::Node value, std::string& scratch, Cell& cell) {
  scratch.clear();
  if (value.is_object() || value.is_array()) {
    json::append(value, scratch);
  } else {
    if (!value.is_string()) return false;
    json::Parser parser;
    const auto document = parser.parse(std::string(value.text()));
    if (!document) return false;
    json::append(document->root(), scratch);
  }
  cell.text = scratch;
  return true;
}

}  // namespace

DataType type_of(json::Node value) {
  switch (value.kind()) {
    case Kind::boolean: return DataType::boolean;
    case Kind::integer: return DataType::bigint;
    case Kind::real: return DataType::real;
    case Kind::unsigned_integer: return DataType::decimal;
    case Kind::number_text: {
      const auto text = value.text();
      const bool whole = text.find_first_of(".eE") == std::string_view::npos;
      return whole && text.size() - (text.front() == '-' ? 1 : 0) <= kMaxDecimalDigits ? DataType::decimal
                                                                                       : DataType::text;
    }
    case Kind::array:
    case Kind::object: return DataType::json;
    default: return DataType::text;
  }
}

DataType infer_type(json::Node value, bool detect_timestamps) {
  if (detect_timestamps && value.is_string()) {
    if (const auto parsed = schema::parse_time(value.text()); parsed && parsed->has_time) return DataType::timestamp;
  }
  return type_of(value);
}

bool coerce(json::Node value, DataType type, std::string& scratch, Cell& cell) {
  switch (type) {
    case DataType::text: return to_text(value, scratch, cell);
    case DataType::bigint: return to_bigint(value, cell);
    case DataType::real: return to_real(value, cell);
    case DataType::boolean: return to_boolean(value, cell);
    case DataType::timestamp: return to_timestamp(value, cell);
    case DataType::date: return to_date(value, cell);
    case DataType::decimal: return to_decimal(value, scratch, cell);
    case DataType::json: return to_json(value, scratch, cell);
    case DataType::binary:
    case DataType::wei:
    case DataType::time: return false;
  }
  return false;
}

}  // namespace decant::normalize
