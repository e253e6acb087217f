#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "destination/destination.h"
#include "destination/sql/layout.h"
#include "destination/sql/merge_keys.h"
#include "duckdb/connection.h"

namespace decant::destination {

/// How a chain of tables (a root table and those nested in it) is merged by delete-insert. A stored row goes if all its
/// primary keys, or all its merge keys, equal those of a new row, and with it what is nested in it; of new rows with
/// one primary key the first stays (or the one that `dedup_sort` puts first). NULL equals nothing.
///
/// New rows are written straight into the tables; `_dlt_load_id` tells them from stored ones. Nothing is staged: a
/// second copy of a wide table does not fit into a small memory limit. The order of the steps matters: root rows,
/// remove_replaced, remove_surplus, nested rows, remove_orphans. So a row key that new and old rows have in common does
/// no harm.
class Merge {
 public:
  /// Reads the keys of chain[0], whose table is there. Fails for strategies that are not offered here and for nested
  /// tables without a key to their root.
  static Result<Merge> plan(std::span<const TableLoad> chain, const Layout& layout, std::string_view load_id);

  /// Without a key there is nothing to merge by: the rows are appended.
  [[nodiscard]] bool has_keys() const { return !keys_.empty(); }

  /// Removes the stored root rows that new ones replace, with what is nested in them.
  Result<void> remove_replaced(duckdb::Connection& connection) const;

  /// Removes new root rows: later ones of a primary key, and those that say that they are deleted. Returns whether
  /// there were any.
  Result<bool> remove_surplus(duckdb::Connection& connection) const;

  /// Removes nested rows of the surplus, if there was any.
  Result<void> remove_orphans(duckdb::Connection& connection) const;

 private:
  Result<void> read_identity(const StoredTable& stored);
  [[nodiscard]] std::vector<std::string> matches() const;
  Result<bool> has_surplus(duckdb::Connection& connection) const;
  Result<void> remove_nested_of(duckdb::Connection& connection, const std::string& table_of_ids) const;

  // SQL, identifiers quoted.
  MergeKeys keys_;
  std::string load_id_;        ///< a literal
  std::string identity_;       ///< tells root rows apart
  std::string numbered_rows_;  ///< the root table
  std::string position_;       ///< a column of it, ascending in the order in which rows came
};

}  // namespace decant::destination
