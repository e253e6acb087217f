#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "core/result.h"
#include "destination/destination.h"
#include "destination/sql/sql_session.h"
#include "schema/table.h"

namespace decant::destination {

/// Tables of one dataset as they stand in the transaction of a session, and the DDL that brings them up to a schema.
/// Only tables and columns that are missing are made; what is there stays as it is.
class Layout {
 public:
  Layout(SqlSession& session, std::string dataset) : session_(session), dataset_(std::move(dataset)) {}

  /// Reads which of the wanted tables are there, with their columns.
  Result<void> read(std::span<const std::string_view> wanted);

  /// Whether the dataset itself is there.
  [[nodiscard]] bool exists() const { return exists_; }

  /// A table that was read or made, found without regard to case; null if it is not there.
  [[nodiscard]] const StoredTable* find(std::string_view table) const;

  /// Makes the dataset, the table, or its missing columns, and notes what is new in the report (which may be null). A
  /// table without a typed column is not made.
  Result<void> migrate(const schema::Table& table, LoadReport* report);

  /// Drops a table that was read, if it is there.
  Result<void> drop(std::string_view table);

  /// `"dataset"."table"`, behind the session's prefix.
  [[nodiscard]] std::string path_of(std::string_view table) const;

  [[nodiscard]] const std::string& dataset() const { return dataset_; }

 private:
  Result<void> create_dataset();
  Result<void> create(const schema::Table& table);
  Result<void> extend(StoredTable& stored, const schema::Table& table, LoadReport* report);

  SqlSession& session_;
  std::string dataset_;
  bool exists_ = false;
  std::map<std::string, StoredTable, std::less<>> tables_;  ///< by folded name
};

}  // namespace decant::destination
