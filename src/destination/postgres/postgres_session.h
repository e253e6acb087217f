#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/result.h"
#include "destination/postgres/connection.h"
#include "destination/sql/sql_session.h"

namespace decant::destination {

/// A connection to a PostgreSQL server as the shared SQL classes see it.
class PostgresSession final : public SqlSession {
 public:
  using SqlSession::execute;
  using SqlSession::query;

  explicit PostgresSession(PostgresConnection& connection) : connection_(connection) {}

  Result<std::uint64_t> execute(std::string_view sql, std::span<const SqlValue> values) override;
  Result<void> query(std::string_view sql, std::span<const SqlValue> values, const EachRow& each) override;
  [[nodiscard]] TablePlace place_of(const std::string& dataset) const override { return {"", dataset}; }
  [[nodiscard]] TablePlace temporary_place() const override { return {"", "pg_temp"}; }
  [[nodiscard]] std::string row_place() const override { return "ctid"; }
  /// Names are always quoted, and then it does not.
  [[nodiscard]] bool folds_case() const override { return false; }
  Result<StoredDataset> read_dataset(const std::string& dataset, std::span<const std::string_view> wanted) override;
  [[nodiscard]] Result<std::string> type_of(const schema::Column& column) const override;
  [[nodiscard]] std::string index_statement(const std::string& path, const TableIndex& index) const override;
  Result<void> analyze(const std::string& path, const std::vector<std::string>& columns) override;
  Result<void> write_rows(const TablePlace& place, const StoredTable& stored, const schema::Table& table,
                          RowOrder /*order*/, normalize::BatchReader& rows, const OnRows& on_rows) override;
  [[nodiscard]] bool is_shared() const override { return true; }
  Result<void> lock(const std::string& dataset) override;
  Result<void> change_table(std::string_view sql) override;
  Result<void> add_columns(const std::string& path, std::span<const std::string> definitions) override;

  /// Since when this transaction has kept readers from a table; absent: it has not.
  [[nodiscard]] std::optional<Micros> locked_since() const { return locked_since_; }

 private:
  PostgresConnection& connection_;
  std::optional<Micros> locked_since_;
};

}  // namespace decant::destination
