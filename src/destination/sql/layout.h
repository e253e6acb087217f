#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "destination/destination.h"
#include "destination/sql/sql_session.h"
#include "schema/table.h"

namespace decant::destination {

/// Tables of one dataset as they stand in the transaction of a session, and the DDL that brings them up to a schema.
/// Only tables and columns that are missing are made; what is there stays as it is.
class Layout {
 public:
  Layout(SqlSession& session, std::string dataset)
      : session_(session), dataset_(std::move(dataset)), place_(session.place_of(dataset_)) {}

  /// Reads which of the wanted tables are there, with their columns.
  Result<void> read(std::span<const std::string_view> wanted);

  /// Whether the dataset itself is there.
  [[nodiscard]] bool exists() const { return exists_; }

  /// A table that was read or made, found as the database compares names; null if it is not there.
  [[nodiscard]] const StoredTable* find(std::string_view table) const;

  /// Whether a table that is there lacks columns of the schema's.
  [[nodiscard]] bool lacks_columns(const schema::Table& table) const;

  /// Makes the dataset, the table, or its missing columns, and notes what is new in the report (which may be null). A
  /// table without a typed column is not made. `merged_root`: the root of its chain, if that is merged.
  Result<void> migrate(const schema::Table& table, LoadReport* report, const schema::Table* merged_root = nullptr);

  /// Makes a table like the schema's under another name, beside the one that is there; what that lacks is noted.
  Result<StoredTable> create_beside(const schema::Table& table, const std::string& name, LoadReport* report);
  /// Gives a table the name of one that was dropped.
  Result<void> rename(StoredTable made, const std::string& name);

  /// Takes a table that is to be dropped for one that is not there; returns its path, empty if it is not.
  std::string forget(std::string_view table);

  /// Gives a table that was made, or all of them, its indexes: once its rows are in, that is much faster.
  Result<void> finish_table(const std::string& table);
  Result<void> finish_tables();

  [[nodiscard]] std::string path_of(std::string_view table) const { return place_.path_of(table); }

  [[nodiscard]] const TablePlace& place() const { return place_; }

 private:
  /// What a new table still wants.
  struct Unfinished {
    std::vector<std::string> statements;
    std::vector<std::vector<std::string>> merged_by;  ///< columns to be analyzed, quoted
  };

  Result<void> create_dataset();
  Result<StoredTable> create(const schema::Table& table, const std::string& name, const schema::Table* merged_root);
  void want_indexes(const schema::Table& table, const std::string& name, const schema::Table* merged_root);
  Result<void> extend(StoredTable& stored, const schema::Table& table, LoadReport* report);

  SqlSession& session_;
  std::string dataset_;
  TablePlace place_;
  bool exists_ = false;
  std::map<std::string, StoredTable, std::less<>> tables_;  ///< by SqlSession::folded
  std::map<std::string, Unfinished> unfinished_;            ///< by name
};

}  // namespace decant::destination
