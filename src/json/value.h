#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace decant::json {

class Node;

/// A number that no 64-bit type holds, as JSON has it: `1e400`, 30 digits.
struct NumberText {
  std::string text;
  friend bool operator==(const NumberText&, const NumberText&) = default;
};

/// A JSON value that can be built and changed: manifests, schema and state documents, configuration. Objects keep the
/// order of their keys. (Records of a source are never held like this: see Document.)
class Value {
 public:
  using Array = std::vector<Value>;
  using Object = std::vector<std::pair<std::string, Value>>;

  Value() = default;
  Value(const Value& other);
  Value(Value&& other) noexcept;
  Value& operator=(const Value& other);
  Value& operator=(Value&& other) noexcept;
  ~Value();

  Value(std::nullptr_t) {}                                                       // NOLINT(google-explicit-constructor)
  Value(bool value) : kind_(Is::boolean), boolean_(value) {}                     // NOLINT(google-explicit-constructor)
  Value(int value) : Value(std::int64_t{value}) {}                               // NOLINT(google-explicit-constructor)
  Value(std::int64_t value) : kind_(Is::integer), integer_(value) {}             // NOLINT(google-explicit-constructor)
  Value(std::uint64_t value) : kind_(Is::unsigned_integer), unsigned_(value) {}  // NOLINT(google-explicit-constructor)
  Value(double value) : kind_(Is::real), real_(value) {}                         // NOLINT(google-explicit-constructor)
  Value(NumberText value)
      : kind_(Is::number_text), text_(std::move(value.text)) {}             // NOLINT(google-explicit-constructor)
  Value(std::string value) : kind_(Is::string), text_(std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Value(std::string_view value) : Value(std::string(value)) {}              // NOLINT(google-explicit-constructor)
  Value(const char* value) : Value(std::string(value)) {}                   // NOLINT(google-explicit-constructor)
  Value(Array value);                                                       // NOLINT(google-explicit-constructor)
  Value(Object value);                                                      // NOLINT(google-explicit-constructor)

  /// An empty object or array, to fill.
  static Value object() { return Object{}; }
  static Value array() { return Array{}; }

  /// Copies a parsed value.
  static Value from(const Node& node);

  [[nodiscard]] bool is_null() const { return kind_ == Is::null; }
  [[nodiscard]] bool is_bool() const { return kind_ == Is::boolean; }
  [[nodiscard]] bool is_integer() const { return kind_ == Is::integer; }
  [[nodiscard]] bool is_unsigned() const { return kind_ == Is::unsigned_integer; }
  [[nodiscard]] bool is_real() const { return kind_ == Is::real; }
  [[nodiscard]] bool is_number_text() const { return kind_ == Is::number_text; }
  [[nodiscard]] bool is_string() const { return kind_ == Is::string; }
  [[nodiscard]] bool is_array() const { return kind_ == Is::array; }
  [[nodiscard]] bool is_object() const { return kind_ == Is::object; }

  /// The value of that kind; the kind must be right (check first).
  [[nodiscard]] bool as_bool() const { return DECANT_CHECK(is_bool()), boolean_; }
  [[nodiscard]] std::int64_t as_integer() const { return DECANT_CHECK(is_integer()), integer_; }
  [[nodiscard]] std::uint64_t as_unsigned() const { return DECANT_CHECK(is_unsigned()), unsigned_; }
  [[nodiscard]] double as_real() const { return DECANT_CHECK(is_real()), real_; }
  [[nodiscard]] const std::string& as_number_text() const { return DECANT_CHECK(is_number_text()), text_; }
  [[nodiscard]] const std::string& as_string() const { return DECANT_CHECK(is_string()), text_; }
  [[nodiscard]] const Array& as_array() const { return DECANT_CHECK(is_array()), items_; }
  [[nodiscard]] Array& as_array() { return DECANT_CHECK(is_array()), items_; }
  [[nodiscard]] const Object& as_object() const { return DECANT_CHECK(is_object()), members_; }
  [[nodiscard]] Object& as_object() { return DECANT_CHECK(is_object()), members_; }

  /// Member of an object; null if this is no object or has no such key.
  [[nodiscard]] const Value* find(std::string_view key) const;
  [[nodiscard]] Value* find(std::string_view key);
  /// Member of an object, made (null) at the end if absent. A null becomes an object.
  Value& operator[](std::string_view key);
  /// Removes a member; whether it was there.
  bool erase(std::string_view key);

  /// The text of member `key`, or `fallback` if it is absent or no text. Likewise the others.
  [[nodiscard]] std::string text_or(std::string_view key, std::string_view fallback) const;
  [[nodiscard]] std::int64_t integer_or(std::string_view key, std::int64_t fallback) const;
  [[nodiscard]] bool bool_or(std::string_view key, bool fallback) const;

  void push_back(Value value);

  friend bool operator==(const Value& left, const Value& right);

 private:
  enum class Is : std::uint8_t { null, boolean, integer, unsigned_integer, real, number_text, string, array, object };

  // Side by side and not a std::variant, whose code for copies takes a compiler long in each file that sees this one.
  Is kind_ = Is::null;
  union {
    std::int64_t integer_ = 0;
    bool boolean_;
    std::uint64_t unsigned_;
    double real_;
  };
  std::string text_;
  Array items_;
  Object members_;
};

/// Parses a JSON text; numbers beyond 64 bits keep their text.
Result<Value> parse_value(std::string_view text);

}  // namespace decant::json
