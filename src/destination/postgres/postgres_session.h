#pragma once

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
  [[nodiscard]] std::string path_prefix() const override { return {}; }
  Result<StoredDataset> read_dataset(const std::string& dataset, std::span<const std::string_view> wanted) override;
  [[nodiscard]] Result<std::string> type_of(const schema::Column& column) const override;
  [[nodiscard]] std::string constraints_of(const schema::Column& column) const override;
  Result<void> write_rows(const Layout& layout, const StoredTable& stored, const schema::Table& table,
                          normalize::BatchReader& rows, const OnRows& on_rows) override;
  Result<void> merge(std::span<TableLoad> chain, const Layout& layout, std::string_view load_id,
                     const Append& append) override;

 private:
  PostgresConnection& connection_;
};

}  // namespace decant::destination
