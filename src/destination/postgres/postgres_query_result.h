#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "destination/destination.h"
#include "destination/postgres/connection.h"

namespace decant::destination {

/// A query's answer, fetched from a cursor in its read-only transaction.
class PostgresQueryResult final : public QueryResult {
 public:
  /// `connection` is in a transaction. Error of kind `usage`: the statement is none that a cursor can be made for.
  static Result<std::unique_ptr<QueryResult>> of(PostgresConnection connection, std::string_view sql);

  [[nodiscard]] const std::vector<ResultColumn>& columns() const override { return columns_; }
  Result<std::vector<Row>> next() override;

 private:
  explicit PostgresQueryResult(PostgresConnection connection) : connection_(std::move(connection)) {}
  Result<void> read_columns(std::string_view sql);

  PostgresConnection connection_;
  std::vector<ResultColumn> columns_;
  std::vector<std::uint32_t> types_;
};

}  // namespace decant::destination
