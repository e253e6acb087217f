#include "normalize/coerce.h"

#include <array>
#include <charconv>

#include "core/ascii.h"
#include "core/hash.h"
#include "json/typed_text.h"
#include "json/write.h"
#include "normalize/coerce_number.h"
#include "normalize/coerce_time.h"
#include "normalize/decimal_text.h"
#include "normalize/python_number.h"
#include "schema/decimal_size.h"

namespace decant::normalize {

namespace {

using json::Kind;
using json::TypedKind;
using schema::DataType;

DataType type_of_typed(TypedKind kind) {
  switch (kind) {
    case TypedKind::decimal: return DataType::decimal;
    case TypedKind::wei: return DataType::wei;
    case TypedKind::timestamp: return DataType::timestamp;
    case TypedKind::date: return DataType::date;
    case TypedKind::time: return DataType::time;
    case TypedKind::binary: return DataType::binary;
    case TypedKind::uuid: return DataType::text;
  }
  return DataType::text;
}

template <typename Integer>
void append_integer(Integer integer, std::string& out) {
  std::array<char, 24> digits{};
  out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), integer).ptr);
}

/// Pairs of hexadecimal digits, ASCII white space between them.
bool hex_to_bytes(std::string_view text, std::string& bytes) {
  constexpr std::string_view kBlank = " \t\n\r\v\f";
  for (std::size_t i = 0; i < text.size();) {
    if (kBlank.find(text[i]) != std::string_view::npos) {
      ++i;
      continue;
    }
    if (i + 1 == text.size() || hex_value(text[i]) < 0 || hex_value(text[i + 1]) < 0) return false;
    bytes.push_back(static_cast<char>(hex_value(text[i]) * 16 + hex_value(text[i + 1])));
    i += 2;
  }
  return true;
}

/// A typed value as text; decimals in Python's form.
void append_typed(json::Node value, std::string& out) {
  const bool is_decimal = value.is_typed(TypedKind::decimal) || value.is_typed(TypedKind::wei);
  const auto number = is_decimal ? DecimalNumber::parse(value.text()) : std::nullopt;
  if (number) {
    number->append_to(out);
  } else {
    json::append_typed_text(value, out);
  }
}

/// Whether a JSON text holds a number that is beyond a double: dlt's JSON library refuses such a text.
bool holds_infinite(const json::Document& document) {
  const auto& tokens = document.tokens();
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind != Kind::number_text) continue;
    const auto number = DecimalNumber::parse(json::Node(document, i).text());
    if (!number || !number->to_double()) return true;
  }
  return false;
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
      return whole && text.size() - (text.front() == '-' ? 1 : 0) <= std::size_t{schema::kDecimalPrecision}
                 ? DataType::decimal
                 : DataType::text;
    }
    case Kind::array:
    case Kind::object: return DataType::json;
    case Kind::typed: return type_of_typed(value.token().typed);
    default: return DataType::text;
  }
}

bool Coercion::coerce(json::Node value, DataType type, Cell& cell) {
  switch (type) {
    case DataType::text: return to_text(value, cell);
    case DataType::bigint: return to_bigint(value, cell);
    case DataType::real: return to_real(value, cell);
    case DataType::boolean: return to_boolean(value, cell);
    case DataType::timestamp: return to_timestamp(value, cell);
    case DataType::date: return to_date(value, cell);
    case DataType::time: return to_time(value, cell);
    case DataType::decimal: return to_decimal(value, value.is_typed(TypedKind::decimal), cell);
    case DataType::wei: return to_decimal(value, value.is_typed(TypedKind::wei), cell);
    case DataType::json: return to_json(value, cell);
    case DataType::binary: return to_binary(value, cell);
  }
  return false;
}

bool Coercion::to_text(json::Node value, Cell& cell) {
  scratch_.clear();
  switch (value.kind()) {
    case Kind::string:
    case Kind::number_text: cell.text = value.text(); return true;
    case Kind::boolean: cell.text = value.token().boolean ? "True" : "False"; return true;
    case Kind::real: append_python_real(value.token().real, scratch_); break;
    case Kind::null: return false;
    case Kind::typed: append_typed(value, scratch_); break;
    default: json::append(value, scratch_);
  }
  cell.text = scratch_;
  return true;
}

/// Decimals and weis as text. One that came as such is `typed_as_is`; all else is brought into Python's form.
bool Coercion::to_decimal(json::Node value, bool typed_as_is, Cell& cell) {
  scratch_.clear();
  switch (value.kind()) {
    case Kind::integer: append_integer(value.token().integer, scratch_); break;
    case Kind::unsigned_integer: append_integer(value.token().unsigned_integer, scratch_); break;
    case Kind::real:
      if (value.token().real - value.token().real != 0) return false;  // infinite, or no number
      append_exact(value.token().real, scratch_);
      break;
    case Kind::typed:
      if (!typed_as_is && !value.is_typed(TypedKind::decimal) && !value.is_typed(TypedKind::wei)) return false;
      [[fallthrough]];
    case Kind::number_text:
    case Kind::string: {
      const auto number = DecimalNumber::parse(value.text());
      if (!number) return false;
      number->append_to(scratch_);
      break;
    }
    default: return false;
  }
  cell.text = scratch_;
  return true;
}

bool Coercion::to_binary(json::Node value, Cell& cell) {
  scratch_.clear();
  if (value.is_typed(TypedKind::binary)) {
    cell.text = value.text();
    return true;
  }
  if (value.is_string()) {
    const auto text = value.text();
    if (!(text.starts_with("0x") ? hex_to_bytes(text.substr(2), scratch_) : base64_decode(text, scratch_)))
      return false;
  } else if (value.kind() == Kind::integer && value.token().integer >= 0) {
    for (auto rest = value.token().integer; rest != 0; rest >>= 8) scratch_.push_back(static_cast<char>(rest & 0xFF));
  } else {
    return false;
  }
  cell.text = scratch_;
  return true;
}

bool Coercion::to_json(json::Node value, Cell& cell) {
  scratch_.clear();
  if (value.is_object() || value.is_array()) {
    json::append(value, scratch_);
  } else {
    if (!value.is_string()) return false;
    const auto document = parser_.parse(std::string(value.text()));
    if (!document || holds_infinite(*document)) return false;
    cell.is_null = document->root().is_null();
    json::append(document->root(), scratch_);
  }
  cell.text = scratch_;
  return true;
}

}  // namespace decant::normalize
