#pragma once

#include <cstdint>

namespace decant::destination {

/// How a table is replaced (dlt-normalize-load §16.1).
enum class ReplaceStrategy : std::uint8_t {
  /// Rows are deleted and inserted in one transaction: dlt's `truncate-and-insert` and `insert-from-staging`.
  delete_and_insert,
  /// Rows go into a new table that takes the old one's place: dlt's `staging-optimized`. What others made of the old
  /// table (grants, indexes) goes with it.
  swap,
};

}  // namespace decant::destination
