#pragma once

#include <vector>

#include "destination/destination.h"
#include "duckdb/rows.h"

namespace decant::destination {

/// Rows of DuckDB as text cells. Keeps the file open as long as it lives.
class DuckDbQueryResult final : public QueryResult {
 public:
  /// Fails if a column has a type that has no text here.
  static Result<std::unique_ptr<QueryResult>> of(duckdb::Rows rows);

  [[nodiscard]] const std::vector<ResultColumn>& columns() const override { return columns_; }
  Result<std::vector<Row>> next() override;

 private:
  explicit DuckDbQueryResult(duckdb::Rows rows) : rows_(std::move(rows)) {}

  duckdb::Rows rows_;
  std::vector<ResultColumn> columns_;
};

}  // namespace decant::destination
