#include "destination/duckdb/merge.h"

#include <algorithm>

#include "destination/sql/quoting.h"

namespace decant::destination {

namespace {

using duckdb::Connection;

constexpr const char* kLoadIdColumn = "_dlt_load_id";

/// DuckDB's own number of a row, ascending in the order of insertion within a transaction.
constexpr const char* kRowId = "rowid";

// Temporary tables of this connection.
const std::string kReplaced = quote_path("temp", "main", "decant_replaced");
const std::string kSurplus = quote_path("temp", "main", "decant_surplus");

}  // namespace

Result<Merge> Merge::plan(std::span<const TableLoad> chain, const Layout& layout, std::string_view load_id) {
  const StoredTable& stored = *layout.find(chain.front().table->name());
  Merge merge;
  DECANT_TRY(merge.keys_, MergeKeys::read(chain, layout, "duckdb"));
  if (!merge.has_keys()) return merge;
  if (stored.find(kLoadIdColumn) == nullptr) {
    return fail(ErrorKind::schema,
                "table " + stored.name + " has no column " + kLoadIdColumn + ", so it cannot be merged");
  }
  merge.load_id_ = quote_literal(load_id);
  DECANT_TRY(merge.read_identity(stored));
  return merge;
}

Result<void> Merge::read_identity(const StoredTable& stored) {
  identity_ = kRowId;
  position_ = kRowId;
  numbered_rows_ = keys_.root_path;
  if (stored.find(kRowId) == nullptr) return {};
  // A column of that name hides the row number. Scans keep the order of insertion, so their rows are counted instead.
  identity_ = keys_.row_key;
  position_ = "decant_position";
  numbered_rows_ = "(SELECT *, row_number() OVER () AS decant_position FROM " + keys_.root_path + ")";
  const auto& primary = keys_.primary;
  if (!identity_.empty() && std::find(primary.begin(), primary.end(), identity_) == primary.end()) return {};
  return fail(ErrorKind::schema, "rows of table " + stored.name + " cannot be told apart: a column is named " + kRowId,
              "rename that column");
}

/// `FROM root d WHERE d is stored AND EXISTS (a new row with the same keys)`. One for each kind of key: with OR in it,
/// DuckDB could answer it only by comparing every row with every other.
std::vector<std::string> Merge::matches() const {
  std::vector<std::string> found;
  const std::string load_id = quote_identifier(kLoadIdColumn);
  for (const auto& same : keys_.same_keys("s", "d")) {
    found.push_back("FROM " + keys_.root_path + " AS d WHERE d." + load_id + " IS DISTINCT FROM " + load_id_ +
                    " AND EXISTS (SELECT 1 FROM " + keys_.root_path + " AS s WHERE s." + load_id + " = " + load_id_ +
                    " AND " + same + ")");
  }
  return found;
}

Result<void> Merge::remove_nested_of(Connection& connection, const std::string& table_of_ids) const {
  for (const auto& nested : keys_.nested) {
    DECANT_TRY(connection.execute("DELETE FROM " + nested.path + " WHERE " + nested.root_key + " IN (SELECT id FROM " +
                                  table_of_ids + ")"));
  }
  return {};
}

Result<void> Merge::remove_replaced(Connection& connection) const {
  const auto found = matches();
  if (!keys_.nested.empty()) {
    std::vector<std::string> ids;
    for (const auto& match : found) ids.push_back("SELECT d." + keys_.row_key + " AS id " + match);
    DECANT_TRY(connection.execute("CREATE TEMP TABLE " + kReplaced + " AS " + joined(ids, " UNION ")));
    DECANT_TRY(remove_nested_of(connection, kReplaced));
    DECANT_TRY(connection.execute("DROP TABLE " + kReplaced));
  }
  for (const auto& match : found) DECANT_TRY(connection.execute("DELETE " + match));
  return {};
}

Result<bool> Merge::has_surplus(Connection& connection) const {
  if (!keys_.stays.empty()) return true;
  if (keys_.primary.empty() || keys_.deduplicated) return false;
  DECANT_TRY(auto rows,
             connection.query("SELECT 1 FROM " + keys_.root_path + " WHERE " + quote_identifier(kLoadIdColumn) + " = " +
                              load_id_ + " AND " + joined(suffixed(keys_.primary, " IS NOT NULL"), " AND ") +
                              " GROUP BY " + joined(keys_.primary, ", ") + " HAVING count(*) > 1 LIMIT 1"));
  return rows.next();
}

Result<bool> Merge::remove_surplus(Connection& connection) const {
  DECANT_TRY(const bool any, has_surplus(connection));
  if (!any) return false;
  // A new row is kept if it is the first of its primary key, or has no whole key, and does not say that it is deleted.
  std::string kept = keys_.stays.empty() ? "true" : "(" + keys_.stays + ")";
  if (!keys_.primary.empty() && !keys_.deduplicated) {
    kept += " AND (" + joined(suffixed(keys_.primary, " IS NULL"), " OR ") + " OR row_number() OVER (PARTITION BY " +
            joined(keys_.primary, ", ") + " ORDER BY " + (keys_.dedup_order.empty() ? "" : keys_.dedup_order + ", ") +
            position_ + ") = 1)";
  }
  const std::string is_new = quote_identifier(kLoadIdColumn) + " = " + load_id_;
  DECANT_TRY(connection.execute("CREATE TEMP TABLE " + kSurplus + " AS SELECT " + identity_ + " AS r, " +
                                (keys_.row_key.empty() ? "NULL" : keys_.row_key) + " AS id, " + kept +
                                " AS kept FROM " + numbered_rows_ + " WHERE " + is_new));
  DECANT_TRY(connection.execute("DELETE FROM " + keys_.root_path + " WHERE " + is_new + " AND " + identity_ +
                                " IN (SELECT r FROM " + kSurplus + " WHERE NOT kept)"));
  return true;
}

Result<void> Merge::remove_orphans(Connection& connection) const {
  // An id that a kept row has as well is no orphan's.
  DECANT_TRY(connection.execute("DELETE FROM " + kSurplus + " WHERE kept OR id IN (SELECT id FROM " + kSurplus +
                                " WHERE kept)"));
  DECANT_TRY(remove_nested_of(connection, kSurplus));
  DECANT_TRY(connection.execute("DROP TABLE " + kSurplus));
  return {};
}

}  // namespace decant::destination
