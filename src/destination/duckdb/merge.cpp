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

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string text;
  for (const auto& part : parts) {
    if (!text.empty()) text += between;
    text += part;
  }
  return text;
}

std::vector<std::string> suffixed(const std::vector<std::string>& names, std::string_view suffix) {
  std::vector<std::string> parts;
  for (const auto& name : names) parts.push_back(name + std::string(suffix));
  return parts;
}

Result<void> check_strategy(const schema::Table& root) {
  const auto strategy = root.properties().text_or("x-merge-strategy", "delete-insert");
  if (strategy == "delete-insert") return {};
  return fail(ErrorKind::config,
              "the merge strategy " + strategy + " of table " + root.name() + " is not offered for duckdb yet",
              "use the strategy delete-insert");
}

/// dlt's row key: the column that says so, else the first unique one, else the only primary key.
std::string row_key_of(const schema::Table& root) {
  if (const auto keys = root.columns_with(&schema::Column::row_key); !keys.empty()) return keys.front();
  if (const auto keys = root.columns_with(&schema::Column::unique); !keys.empty()) return keys.front();
  const auto primary = root.columns_with(&schema::Column::primary_key);
  return primary.size() == 1 ? primary.front() : "";
}

}  // namespace

Result<Merge> Merge::plan(std::span<const TableLoad> chain, const Layout& layout, std::string_view load_id) {
  const schema::Table& root = *chain.front().table;
  const StoredTable& stored = *layout.find(root.name());
  DECANT_TRY(check_strategy(root));
  Merge merge;
  merge.root_path_ = layout.path_of(stored.name);
  merge.load_id_ = quote_literal(load_id);
  DECANT_TRY(merge.read_keys(root, stored));
  if (!merge.has_keys()) return merge;
  if (stored.find(kLoadIdColumn) == nullptr) {
    return fail(ErrorKind::schema,
                "table " + root.name() + " has no column " + kLoadIdColumn + ", so it cannot be merged");
  }
  merge.read_hints(root);
  DECANT_TRY(merge.read_identity(root, stored));
  DECANT_TRY(merge.read_nested(chain, layout));
  return merge;
}

Result<void> Merge::read_keys(const schema::Table& root, const StoredTable& stored) {
  for (const auto flag : {&schema::Column::primary_key, &schema::Column::merge_key}) {
    for (const auto& key : root.columns_with(flag)) {
      if (stored.find(key) == nullptr) {
        return fail(ErrorKind::schema,
                    "the key column " + key + " of table " + root.name() + " has no values in any load",
                    "correct primary_key or merge_key of the resource");
      }
      (flag == &schema::Column::primary_key ? primary_ : merge_).push_back(quote_identifier(key));
    }
  }
  return {};
}

void Merge::read_hints(const schema::Table& root) {
  deduplicated_ = root.properties().bool_or("x-stage-data-deduplicated", false);
  for (const auto& column : root.columns()) {
    if (!column.data_type) continue;
    const std::string name = quote_identifier(column.name);
    if (stays_.empty() && column.other.bool_or("hard_delete", false)) {
      stays_ = name + " IS NULL";
      if (column.data_type == schema::DataType::boolean) stays_ += " OR " + name + " = false";
    }
    const auto order = column.other.text_or("dedup_sort", "");
    if (dedup_order_.empty() && !order.empty()) dedup_order_ = name + (order == "desc" ? " DESC" : " ASC");
  }
}

Result<void> Merge::read_identity(const schema::Table& root, const StoredTable& stored) {
  if (const auto key = row_key_of(root); stored.find(key) != nullptr) row_key_ = quote_identifier(key);
  identity_ = kRowId;
  position_ = kRowId;
  numbered_rows_ = root_path_;
  if (stored.find(kRowId) == nullptr) return {};
  // A column of that name hides the row number. Scans keep the order of insertion, so their rows are counted instead.
  identity_ = row_key_;
  position_ = "decant_position";
  numbered_rows_ = "(SELECT *, row_number() OVER () AS decant_position FROM " + root_path_ + ")";
  if (!row_key_.empty() && std::find(primary_.begin(), primary_.end(), row_key_) == primary_.end()) return {};
  return fail(ErrorKind::schema, "rows of table " + root.name() + " cannot be told apart: a column is named " + kRowId,
              "rename that column");
}

Result<void> Merge::read_nested(std::span<const TableLoad> chain, const Layout& layout) {
  const schema::Table& root = *chain.front().table;
  for (const auto& load : chain.subspan(1)) {
    const StoredTable* const stored = layout.find(load.table->name());
    if (stored == nullptr) continue;
    auto keys = load.table->columns_with(&schema::Column::root_key);
    if (keys.empty() && load.table->parent() == root.name()) {
      keys = load.table->columns_with(&schema::Column::parent_key);
    }
    if (keys.empty() || stored->find(keys.front()) == nullptr || row_key_.empty()) {
      return fail(ErrorKind::schema,
                  "the rows of table " + load.table->name() + " cannot be assigned to those of " + root.name() +
                      ", so they cannot be merged: a root key is missing",
                  "set `root_key: true` on the source, or load the resource with another write disposition");
    }
    nested_.push_back({.path = layout.path_of(stored->name), .root_key = quote_identifier(keys.front())});
  }
  return {};
}

/// `FROM root d WHERE d is stored AND EXISTS (a new row with the same keys)`. One for each kind of key: with OR in it,
/// DuckDB could answer it only by comparing every row with every other.
std::vector<std::string> Merge::matches() const {
  std::vector<std::string> found;
  const std::string load_id = quote_identifier(kLoadIdColumn);
  for (const auto* const keys : {&primary_, &merge_}) {
    if (keys->empty()) continue;
    std::string same;
    for (const auto& key : *keys) same += " AND s." + key + " = d." + key;
    found.push_back("FROM " + root_path_ + " AS d WHERE d." + load_id + " IS DISTINCT FROM " + load_id_ +
                    " AND EXISTS (SELECT 1 FROM " + root_path_ + " AS s WHERE s." + load_id + " = " + load_id_ + same +
                    ")");
  }
  return found;
}

Result<void> Merge::remove_nested_of(Connection& connection, const std::string& table_of_ids) const {
  for (const auto& nested : nested_) {
    DECANT_TRY(connection.execute("DELETE FROM " + nested.path + " WHERE " + nested.root_key + " IN (SELECT id FROM " +
                                  table_of_ids + ")"));
  }
  return {};
}

Result<void> Merge::remove_replaced(Connection& connection) const {
  const auto found = matches();
  if (!nested_.empty()) {
    std::vector<std::string> ids;
    for (const auto& match : found) ids.push_back("SELECT d." + row_key_ + " AS id " + match);
    DECANT_TRY(connection.execute("CREATE TEMP TABLE " + kReplaced + " AS " + joined(ids, " UNION ")));
    DECANT_TRY(remove_nested_of(connection, kReplaced));
    DECANT_TRY(connection.execute("DROP TABLE " + kReplaced));
  }
  for (const auto& match : found) DECANT_TRY(connection.execute("DELETE " + match));
  return {};
}

Result<bool> Merge::has_surplus(Connection& connection) const {
  if (!stays_.empty()) return true;
  if (primary_.empty() || deduplicated_) return false;
  DECANT_TRY(auto rows,
             connection.query("SELECT 1 FROM " + root_path_ + " WHERE " + quote_identifier(kLoadIdColumn) + " = " +
                              load_id_ + " AND " + joined(suffixed(primary_, " IS NOT NULL"), " AND ") + " GROUP BY " +
                              joined(primary_, ", ") + " HAVING count(*) > 1 LIMIT 1"));
  return rows.next();
}

Result<bool> Merge::remove_surplus(Connection& connection) const {
  DECANT_TRY(const bool any, has_surplus(connection));
  if (!any) return false;
  // A new row is kept if it is the first of its primary key, or has no whole key, and does not say that it is deleted.
  std::string kept = stays_.empty() ? "true" : "(" + stays_ + ")";
  if (!primary_.empty() && !deduplicated_) {
    kept += " AND (" + joined(suffixed(primary_, " IS NULL"), " OR ") + " OR row_number() OVER (PARTITION BY " +
            joined(primary_, ", ") + " ORDER BY " + (dedup_order_.empty() ? "" : dedup_order_ + ", ") + position_ +
            ") = 1)";
  }
  const std::string is_new = quote_identifier(kLoadIdColumn) + " = " + load_id_;
  DECANT_TRY(connection.execute("CREATE TEMP TABLE " + kSurplus + " AS SELECT " + identity_ + " AS r, " +
                                (row_key_.empty() ? "NULL" : row_key_) + " AS id, " + kept + " AS kept FROM " +
                                numbered_rows_ + " WHERE " + is_new));
  DECANT_TRY(connection.execute("DELETE FROM " + root_path_ + " WHERE " + is_new + " AND " + identity_ +
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
