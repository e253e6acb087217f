#pragma once

#include <cstdint>
#include <string>

#include "core/result.h"
#include "normalize/batch.h"

namespace decant::destination {

/// Writes the values of one column in the binary form of COPY: length and bytes.
class CellEncoder {
 public:
  /// For values of `type` into a column whose type has the OID; `name` ("table.column") is for errors. Error of kind
  /// `destination`: such values do not go into such a column.
  static Result<CellEncoder> make(schema::DataType type, std::uint32_t oid, std::string name);

  /// Appends the value of a row. Error: it does not fit the column's type.
  Result<void> append(const normalize::ColumnData& column, std::size_t row, std::string& out) const;

 private:
  enum class Form : std::uint8_t {
    bytes,
    text,
    jsonb,
    boolean,
    int16,
    int32,
    int64,
    real,
    numeric,
    instant,
    date,
    time
  };

  CellEncoder(Form form, std::string name) : form_(form), name_(std::move(name)) {}
  static bool form_of(schema::DataType type, std::uint32_t oid, Form& form);
  template <typename Integer>
  Result<void> append_integer(std::int64_t value, std::string& out) const;
  Result<void> append_numeric_of(const normalize::ColumnData& column, std::size_t row, std::string& out) const;
  [[nodiscard]] std::unexpected<Error> does_not_fit(std::string value) const;

  Form form_;
  std::string name_;
};

/// What stands for NULL.
void append_null(std::string& out);

}  // namespace decant::destination
