#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <utility>

#include "core/result.h"
#include "destination/destination.h"
#include "destination/postgres/connection.h"
#include "destination/sql/layout.h"
#include "destination/sql/merge_keys.h"

namespace decant::destination {

/// Merges a chain of tables by delete-insert. The new rows go into temporary tables of the session first, which have no
/// constraints: duplicates of a key do no harm there, and the tables themselves are touched by the last statements
/// only. A stored row goes if its primary key, or its merge key, is that of a new row, and with it what is nested in
/// it; of new rows with one primary key the first stays (or the one that `dedup_sort` puts first). NULL equals nothing.
class StagedMerge {
 public:
  /// All references outlive it.
  StagedMerge(PostgresConnection& connection, const Layout& layout, MergeKeys keys, std::span<TableLoad> chain)
      : connection_(connection), layout_(layout), keys_(std::move(keys)), chain_(chain) {}

  Result<void> run();

 private:
  Result<void> stage(std::size_t index);
  Result<void> choose();
  Result<void> remove_replaced();
  Result<void> insert();
  Result<void> insert(std::size_t index, const std::string& condition);
  [[nodiscard]] bool has_choice() const;

  PostgresConnection& connection_;
  const Layout& layout_;
  MergeKeys keys_;
  std::span<TableLoad> chain_;
};

}  // namespace decant::destination
