#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/result.h"
#include "destination/filesystem/row_text.h"
#include "schema/table.h"

namespace decant::destination {

/// Rows of a table as dlt's JSONL: one compact object a line, in the table's order of columns, fields that are null
/// left out. Decimals are texts, bytes base64, times ISO 8601; an instant of a column without time zone has no offset.
class JsonLines final : public RowText {
 public:
  /// `table` must outlive this.
  explicit JsonLines(const schema::Table& table);

  Result<void> write(const normalize::Batch& batch, const Take& take) override;

 private:
  struct Field {
    std::size_t position = 0;  ///< in the table's columns
    schema::DataType type = schema::DataType::text;
    bool has_zone = true;
    std::string name;  ///< `"id":`
  };
  void find_fields(const normalize::Batch& batch);
  void append_row(const normalize::Batch& batch, std::size_t row);

  const schema::Table& table_;
  std::vector<Field> fields_;          ///< of columns that have a type
  std::vector<const Field*> present_;  ///< those that the batch at hand has values of
  std::string text_;
};

}  // namespace decant::destination
