#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "destination/destination.h"
#include "destination/sql/layout.h"

namespace decant::destination {

/// What rows link to that are nested in a row.
inline constexpr std::string_view kRowIdColumn = "_dlt_id";

/// How the rows of a table that is merged meet those that are there.
enum class MergeStrategy : std::uint8_t { delete_insert, upsert, insert_only, scd2 };

/// The strategy of a root table. Error of kind `config`: there is none of that name.
Result<MergeStrategy> merge_strategy_of(const schema::Table& root);

/// What a chain of tables (a root table and those nested in it) is merged by, read from its hints. SQL, identifiers
/// quoted.
struct MergeKeys {
  struct Nested {
    std::string path;       ///< of the table
    std::string root_key;   ///< its link to the root table's row key; empty if it has none
    std::string row_key;    ///< empty if it has none
    std::size_t index = 0;  ///< in the chain
  };

  std::string root_path;
  std::vector<std::string> primary;
  std::vector<std::string> merge;
  std::string row_key;         ///< empty if the root has none
  std::string stays;           ///< condition under which a new row stays (`hard_delete`); empty: always
  std::string is_deleted;      ///< its opposite; empty: never
  std::string dedup_order;     ///< `dedup_sort`; empty: as they came
  bool deduplicated = false;   ///< the source promises that no primary key comes twice
  std::vector<Nested> nested;  ///< tables that are there

  /// Reads them from a chain whose root table is there. Fails for keys without a column, and for nested tables without
  /// the keys that the strategy needs.
  static Result<MergeKeys> read(std::span<const TableLoad> chain, const Layout& layout, MergeStrategy strategy);

  /// Without a key there is nothing to merge by: the rows are appended.
  [[nodiscard]] bool empty() const { return primary.empty() && merge.empty(); }

  /// Has the keys of new rows counted.
  Result<void> analyze(SqlSession& session, const std::string& rows) const;

  /// Conditions that rows `a` and `b` have the same key, one for each kind of key.
  [[nodiscard]] std::vector<std::string> same_keys(const std::string& a, const std::string& b) const;
  /// Conditions that row `a` has the key of one of `rows` (what stands behind FROM), one for each kind of key. IN, not
  /// EXISTS: for that, DuckDB groups all rows by their keys first.
  [[nodiscard]] std::vector<std::string> keys_among(const std::string& a, const std::string& rows) const;
};

/// The parts with `between` between them.
std::string joined(const std::vector<std::string>& parts, std::string_view between);
/// Each name with the suffix.
std::vector<std::string> suffixed(const std::vector<std::string>& names, std::string_view suffix);

}  // namespace decant::destination
