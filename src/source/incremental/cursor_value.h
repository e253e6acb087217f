#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "core/time.h"
#include "json/document.h"
#include "json/value.h"

namespace decant::source {

/// A value of a cursor, seen in a record. Text points into its owner.
struct CursorView {
  enum class Kind : std::uint8_t {
    null,
    boolean,
    integer,
    unsigned_integer,
    real,
    number_text,  ///< a number that no 64-bit type holds
    text,
    timestamp,
    date,
    other,  ///< lists and objects, which have no order
  };

  Kind kind = Kind::null;
  union {
    std::int64_t integer = 0;  ///< also of a boolean (0, 1) and a date (days since 1970)
    std::uint64_t unsigned_integer;
    double real;
    Micros instant;  ///< timestamp
  };
  std::string_view text;  ///< text, number_text

  static CursorView of(const json::Node& value);
  static CursorView of_timestamp(Micros instant);

  [[nodiscard]] bool is_null() const { return kind == Kind::null; }
  [[nodiscard]] bool is_number() const { return kind >= Kind::boolean && kind <= Kind::number_text; }
};

/// Negative, 0 or positive as `a` stands before, beside or behind `b`: texts by their bytes, numbers (booleans are 0
/// and 1) by their exact values, timestamps and dates among their like. Nothing if the two cannot be compared.
std::optional<int> compare(const CursorView& a, const CursorView& b);

/// A value that is kept.
class CursorValue {
 public:
  CursorValue() = default;

  /// From configuration or state, where timestamps, dates and large numbers are texts with dlt's marks. A list or an
  /// object is `other`.
  static CursorValue from_json(const json::Value& value);
  [[nodiscard]] json::Value to_json() const;

  void assign(const CursorView& view);
  [[nodiscard]] CursorView view() const;
  [[nodiscard]] bool is_null() const { return view_.is_null(); }

 private:
  CursorView view_;  ///< its text is not used
  std::string text_;
};

/// For messages: JSON, cut if it is long.
std::string shown(const CursorView& value);

}  // namespace decant::source
