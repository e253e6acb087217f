#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/result.h"
#include "destination/filesystem/row_text.h"
#include "schema/table.h"

namespace decant::destination {

/// Rows of a table as dlt's CSV (dlt-normalize-load §18.4): a line with the names of all columns that have a type, then
/// one for each row. All but numbers and booleans is in quotes, also null, which is `""`. Bytes must be UTF-8, as dlt
/// wants it: others are an error of kind `destination`.
class CsvLines final : public RowText {
 public:
  /// `table` must outlive this.
  explicit CsvLines(const schema::Table& table);

  Result<void> write(const normalize::Batch& batch, const Take& take) override;

 private:
  struct Field {
    std::size_t position = 0;  ///< in the table's columns
    bool has_zone = true;
  };
  Result<void> append_row(const normalize::Batch& batch, std::size_t row);
  Result<void> append_value(const normalize::ColumnData& column, std::size_t row, const Field& field);

  const schema::Table& table_;
  std::vector<Field> fields_;
  std::string text_;
};

}  // namespace decant::destination
