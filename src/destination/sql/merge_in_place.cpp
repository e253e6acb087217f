#include "destination/sql/merge_in_place.h"

#include <algorithm>
#include <utility>

#include "core/fault.h"
#include "destination/sql/quoting.h"

namespace decant::destination {

namespace {

constexpr const char* kLoadIdColumn = "_dlt_load_id";

}  // namespace

MergeInPlace::MergeInPlace(SqlSession& session, const Layout& layout, MergeKeys keys, std::string_view load_id)
    : session_(session),
      layout_(layout),
      keys_(std::move(keys)),
      load_id_(quote_literal(load_id)),
      replaced_(session.temporary_place().path_of("decant_replaced")),
      surplus_(session.temporary_place().path_of("decant_surplus")) {}

Result<void> MergeInPlace::run(std::span<TableLoad> chain, const Append& append) {
  const StoredTable& root = *layout_.find(chain.front().table->name());
  DECANT_TRY(read_identity(root));
  DECANT_TRY(const bool was_empty, is_empty(root));
  DECANT_TRY(append(chain.first(1), wants_first() ? RowOrder::kept : RowOrder::any));
  if (!was_empty) DECANT_TRY(remove_replaced());
  DECANT_FAULT_POINT("publish.replaced_removed");
  DECANT_TRY(const bool surplus, remove_surplus());
  DECANT_TRY(append(chain.subspan(1), RowOrder::any));
  if (!surplus) return {};
  DECANT_TRY(remove_orphans());
  DECANT_TRY(session_.execute("DROP TABLE " + surplus_));
  return {};
}

Result<void> MergeInPlace::read_identity(const StoredTable& stored) {
  if (stored.find(kLoadIdColumn) == nullptr) {
    return fail(ErrorKind::schema,
                "table " + stored.name + " has no column " + kLoadIdColumn + ", so it cannot be merged");
  }
  const std::string place = session_.row_place();
  identity_ = position_ = place;
  numbered_rows_ = keys_.root_path;
  if (stored.find(place) == nullptr) return {};
  // A column of that name hides the place. Scans keep the order of insertion, so their rows are counted instead.
  identity_ = keys_.row_key;
  position_ = "decant_position";
  numbered_rows_ = "(SELECT *, row_number() OVER () AS decant_position FROM " + keys_.root_path + ") AS numbered";
  const auto& primary = keys_.primary;
  if (!identity_.empty() && std::find(primary.begin(), primary.end(), identity_) == primary.end()) return {};
  return fail(ErrorKind::schema, "rows of table " + stored.name + " cannot be told apart: a column is named " + place,
              "rename that column");
}

Result<bool> MergeInPlace::is_empty(const StoredTable& stored) {
  if (stored.is_new) return true;
  DECANT_TRY(const bool any, session_.has_rows("SELECT 1 FROM " + keys_.root_path + " LIMIT 1"));
  return !any;
}

/// `FROM root d WHERE d is stored AND its keys are IN those of the new rows`. One for each kind of key: with OR in it,
/// a database could answer it only by comparing every row with every other.
std::vector<std::string> MergeInPlace::matches() const {
  std::vector<std::string> found;
  const std::string load_id = quote_identifier(kLoadIdColumn);
  const std::string stored = "FROM " + keys_.root_path + " AS d WHERE d." + load_id + " IS DISTINCT FROM " + load_id_;
  for (const auto& same : keys_.keys_among("d", keys_.root_path + " WHERE " + load_id + " = " + load_id_))
    found.push_back(std::string(stored).append(" AND ").append(same));
  return found;
}

Result<void> MergeInPlace::remove_nested_of(const std::string& table_of_ids) {
  for (const auto& nested : keys_.nested) {
    DECANT_TRY(session_.execute("DELETE FROM " + nested.path + " WHERE " + nested.root_key + " IN (SELECT id FROM " +
                                table_of_ids + ")"));
  }
  return {};
}

Result<void> MergeInPlace::remove_replaced() {
  const auto found = matches();
  if (!keys_.nested.empty()) {
    std::vector<std::string> ids;
    ids.reserve(found.size());
    for (const auto& match : found) ids.push_back("SELECT d." + keys_.row_key + " AS id " + match);
    DECANT_TRY(session_.execute("CREATE TEMPORARY TABLE " + replaced_ + " AS " + joined(ids, " UNION ")));
    DECANT_TRY(remove_nested_of(replaced_));
    DECANT_TRY(session_.execute("DROP TABLE " + replaced_));
  }
  for (const auto& match : found) DECANT_TRY(session_.execute("DELETE " + match));
  return {};
}

Result<bool> MergeInPlace::has_surplus() {
  if (!keys_.stays.empty()) return true;
  if (!wants_first()) return false;
  return session_.has_rows("SELECT 1 FROM " + keys_.root_path + " WHERE " + quote_identifier(kLoadIdColumn) + " = " +
                           load_id_ + " AND " + joined(suffixed(keys_.primary, " IS NOT NULL"), " AND ") +
                           " GROUP BY " + joined(keys_.primary, ", ") + " HAVING count(*) > 1 LIMIT 1");
}

Result<bool> MergeInPlace::remove_surplus() {
  DECANT_TRY(const bool any, has_surplus());
  if (!any) return false;
  // A new row is kept if it is the first of its primary key, or has no whole key, and does not say that it is deleted.
  std::string kept = keys_.stays.empty() ? "true" : keys_.stays;
  if (wants_first()) {
    kept += " AND (" + joined(suffixed(keys_.primary, " IS NULL"), " OR ") + " OR row_number() OVER (PARTITION BY " +
            joined(keys_.primary, ", ") + " ORDER BY " + (keys_.dedup_order.empty() ? "" : keys_.dedup_order + ", ") +
            position_ + ") = 1)";
  }
  const std::string is_new = quote_identifier(kLoadIdColumn) + " = " + load_id_;
  DECANT_TRY(session_.execute("CREATE TEMPORARY TABLE " + surplus_ + " AS SELECT " + identity_ + " AS r, " +
                              (keys_.row_key.empty() ? "NULL" : keys_.row_key) + " AS id, " + kept + " AS kept FROM " +
                              numbered_rows_ + " WHERE " + is_new));
  DECANT_TRY(session_.execute("DELETE FROM " + keys_.root_path + " WHERE " + is_new + " AND " + identity_ +
                              " IN (SELECT r FROM " + surplus_ + " WHERE NOT kept)"));
  return true;
}

Result<void> MergeInPlace::remove_orphans() {
  // An id that a kept row has as well is no orphan's.
  DECANT_TRY(session_.execute("DELETE FROM " + surplus_ + " WHERE kept OR id IN (SELECT id FROM " + surplus_ +
                              " WHERE kept)"));
  return remove_nested_of(surplus_);
}

}  // namespace decant::destination
