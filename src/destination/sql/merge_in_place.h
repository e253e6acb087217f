#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "destination/destination.h"
#include "destination/sql/layout.h"
#include "destination/sql/merge_keys.h"
#include "destination/sql/sql_session.h"

namespace decant::destination {

/// Merges a chain of tables (a root table and those nested in it) by delete-insert. A stored row goes if all its
/// primary keys, or all its merge keys, equal those of a new row, and with it what is nested in it; of new rows with
/// one primary key the first stays (or the one that `dedup_sort` puts first). NULL equals nothing.
///
/// New rows are written straight into the tables; `_dlt_load_id` tells them from stored ones. Nothing is staged: a
/// second copy of a wide table does not fit into a small memory limit. The order of the steps matters: root rows,
/// remove_replaced, remove_surplus, nested rows, remove_orphans. So a row key that new and old rows have in common does
/// no harm.
class MergeInPlace {
 public:
  /// Writes the rows of a part of the chain.
  using Append = std::function<Result<void>(std::span<TableLoad>, RowOrder)>;

  /// All references outlive it; the table of chain[0] is there, and the keys are not empty.
  MergeInPlace(SqlSession& session, const Layout& layout, MergeKeys keys, std::string_view load_id);

  Result<void> run(std::span<TableLoad> chain, const Append& append);

 private:
  Result<void> read_identity(const StoredTable& stored);
  [[nodiscard]] std::vector<std::string> matches() const;
  Result<bool> is_empty(const StoredTable& stored);
  /// Whether of new rows with one primary key the first is wanted.
  [[nodiscard]] bool wants_first() const { return !keys_.primary.empty() && !keys_.deduplicated; }
  Result<bool> has_surplus();
  Result<void> remove_nested_of(const std::string& table_of_ids);
  /// Removes the stored root rows that new ones replace, with what is nested in them.
  Result<void> remove_replaced();
  /// Removes new root rows: later ones of a primary key, and those that say that they are deleted. Returns whether
  /// there were any.
  Result<bool> remove_surplus();
  /// Removes nested rows of the surplus, if there was any.
  Result<void> remove_orphans();

  SqlSession& session_;
  const Layout& layout_;
  // SQL, identifiers quoted.
  MergeKeys keys_;
  std::string load_id_;        ///< a literal
  std::string identity_;       ///< tells root rows apart
  std::string numbered_rows_;  ///< the root table
  std::string position_;       ///< a column of it, ascending in the order in which rows came
  std::string replaced_;       ///< temporary tables
  std::string surplus_;
};

}  // namespace decant::destination
