#include "json/value.h"

#include <algorithm>

#include "json/document.h"
#include "json/parser.h"
#include "json/typed_text.h"

namespace decant::json {

Value::Value(const Value& other) = default;
Value::Value(Value&& other) noexcept = default;
Value& Value::operator=(const Value& other) = default;
Value& Value::operator=(Value&& other) noexcept = default;
Value::~Value() = default;

Value::Value(Array value) : kind_(Is::array), items_(std::move(value)) {}
Value::Value(Object value) : kind_(Is::object), members_(std::move(value)) {}

bool operator==(const Value& left, const Value& right) {
  if (left.kind_ != right.kind_) return false;
  switch (left.kind_) {
    case Value::Is::null: return true;
    case Value::Is::boolean: return left.boolean_ == right.boolean_;
    case Value::Is::integer: return left.integer_ == right.integer_;
    case Value::Is::unsigned_integer: return left.unsigned_ == right.unsigned_;
    case Value::Is::real: return left.real_ == right.real_;
    case Value::Is::number_text:
    case Value::Is::string: return left.text_ == right.text_;
    case Value::Is::array: return left.items_ == right.items_;
    case Value::Is::object: return left.members_ == right.members_;
  }
  return false;
}

Value Value::from(const Node& node) {
  const Token& token = node.token();
  switch (token.kind) {
    case Kind::null: return {};
    case Kind::boolean: return token.boolean;
    case Kind::integer: return token.integer;
    case Kind::unsigned_integer: return token.unsigned_integer;
    case Kind::real: return token.real;
    case Kind::number_text: return NumberText{std::string(node.text())};
    case Kind::string: return node.text();
    case Kind::array: {
      Array array;
      for (const auto item : node.items()) array.push_back(from(item));
      return array;
    }
    case Kind::object: {
      Value object = Value::object();
      for (const auto member : node.members()) object[member.key] = from(member.value);
      return object;
    }
    case Kind::typed: {
      std::string text;
      append_typed_text(node, text);
      return text;
    }
  }
  return {};
}

const Value* Value::find(std::string_view key) const {
  if (!is_object()) return nullptr;
  const auto& members = as_object();
  const auto found =
      std::find_if(members.begin(), members.end(), [&](const auto& member) { return member.first == key; });
  return found == members.end() ? nullptr : &found->second;
}

Value* Value::find(std::string_view key) { return const_cast<Value*>(std::as_const(*this).find(key)); }

Value& Value::operator[](std::string_view key) {
  if (is_null()) *this = Object{};
  if (Value* found = find(key)) return *found;
  return as_object().emplace_back(std::string(key), Value()).second;
}

bool Value::erase(std::string_view key) {
  if (!is_object()) return false;
  return std::erase_if(as_object(), [&](const auto& member) { return member.first == key; }) > 0;
}

std::string Value::text_or(std::string_view key, std::string_view fallback) const {
  const Value* found = find(key);
  return found != nullptr && found->is_string() ? found->as_string() : std::string(fallback);
}

std::int64_t Value::integer_or(std::string_view key, std::int64_t fallback) const {
  const Value* found = find(key);
  return found != nullptr && found->is_integer() ? found->as_integer() : fallback;
}

bool Value::bool_or(std::string_view key, bool fallback) const {
  const Value* found = find(key);
  return found != nullptr && found->is_bool() ? found->as_bool() : fallback;
}

void Value::push_back(Value value) {
  if (is_null()) *this = Array{};
  as_array().push_back(std::move(value));
}

Result<Value> parse_value(std::string_view text) {
  Parser parser;
  DECANT_TRY(const Document document, parser.parse(std::string(text)));
  return Value::from(document.root());
}

}  // namespace decant::json
