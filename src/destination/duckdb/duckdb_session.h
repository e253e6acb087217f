#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/result.h"
#include "destination/sql/sql_session.h"
#include "duckdb/connection.h"
#include "duckdb/row_stream.h"

namespace decant::destination {

/// A connection to a DuckDB file as the shared SQL classes see it.
class DuckDbSession final : public SqlSession {
 public:
  using SqlSession::execute;
  using SqlSession::query;

  struct Traits {
    bool is_parallel = false;  ///< rows whose order does not matter are written by several threads; where they are not,
                               ///< the database must keep the order of rows
    bool is_empty = false;     ///< the database holds no table before the session makes one
  };

  /// `catalog`: the name under which the file is attached.
  DuckDbSession(duckdb::Connection& connection, std::string catalog)
      : DuckDbSession(connection, std::move(catalog), {}) {}
  DuckDbSession(duckdb::Connection& connection, std::string catalog, Traits traits)
      : connection_(connection), catalog_(std::move(catalog)), traits_(traits) {}

  Result<std::uint64_t> execute(std::string_view sql, std::span<const SqlValue> values) override;
  Result<void> query(std::string_view sql, std::span<const SqlValue> values, const EachRow& each) override;
  [[nodiscard]] TablePlace place_of(const std::string& dataset) const override { return {catalog_, dataset}; }
  [[nodiscard]] TablePlace temporary_place() const override { return {"temp", "main"}; }
  [[nodiscard]] std::string row_place() const override { return "rowid"; }
  [[nodiscard]] bool folds_case() const override { return true; }
  Result<StoredDataset> read_dataset(const std::string& dataset, std::span<const std::string_view> wanted) override;
  [[nodiscard]] Result<std::string> type_of(const schema::Column& column) const override;
  [[nodiscard]] std::string storage_of(const schema::Column& column) const override;
  Result<void> write_rows(const TablePlace& place, const StoredTable& stored, const schema::Table& table,
                          RowOrder order, normalize::BatchReader& rows, const OnRows& on_rows) override;
  /// One process has the file, so nobody else is there.
  [[nodiscard]] bool is_shared() const override { return false; }
  Result<void> lock(const std::string& /*dataset*/) override { return {}; }
  Result<void> change_table(std::string_view sql) override;
  Result<void> add_columns(const std::string& path, std::span<const std::string> definitions) override;

 private:
  Result<StoredDataset> read_tables(const std::string& dataset, std::span<const std::string_view> names);
  Result<std::vector<std::string>> table_names(const std::string& dataset);

  duckdb::Connection& connection_;
  std::string catalog_;
  Traits traits_;
  std::optional<duckdb::RowStream> stream_;  ///< made for the first table that is written
};

}  // namespace decant::destination
