#include "destination/postgres/staged_merge.h"

#include <vector>

#include "core/fault.h"
#include "destination/postgres/table_copy.h"
#include "destination/sql/quoting.h"

namespace decant::destination {

namespace {

// Temporary tables of the session.
const std::string kKept = "pg_temp.decant_kept";
const std::string kReplaced = "pg_temp.decant_replaced";

std::string staged(std::size_t index) { return "pg_temp.decant_new_" + std::to_string(index); }

}  // namespace

Result<void> StagedMerge::run() {
  for (std::size_t i = 0; i < chain_.size(); ++i) {
    if (chain_[i].rows) DECANT_TRY(stage(i));
  }
  if (has_choice()) DECANT_TRY(choose());
  DECANT_TRY(remove_replaced());
  DECANT_TRY(insert());
  for (std::size_t i = 0; i < chain_.size(); ++i) {
    if (chain_[i].rows) DECANT_TRY(connection_.execute("DROP TABLE " + staged(i)));
  }
  if (has_choice()) DECANT_TRY(connection_.execute("DROP TABLE " + kKept));
  return {};
}

Result<void> StagedMerge::stage(std::size_t index) {
  const TableLoad& load = chain_[index];
  const StoredTable* const stored = layout_.find(load.table->name());
  if (stored == nullptr) return fail(ErrorKind::internal, "there is no table " + load.table->name());
  DECANT_TRY(connection_.execute("CREATE TEMPORARY TABLE decant_new_" + std::to_string(index) + " (LIKE " +
                                 layout_.path_of(stored->name) + ") ON COMMIT DROP"));
  auto copied = copy_rows(connection_, staged(index), *stored, *load.table, *load.rows, {});
  if (!copied) return fail(std::move(copied).error().within("loading table " + load.table->name()));
  DECANT_FAULT_POINT("publish.after_table");
  return {};
}

/// Whether some of the new root rows may not stay.
bool StagedMerge::has_choice() const { return !keys_.stays.empty() || (!keys_.primary.empty() && !keys_.deduplicated); }

/// Finds the new root rows that stay. Rows of a staged table lie there in the order in which they came, which `ctid`
/// says.
Result<void> StagedMerge::choose() {
  std::string number = "1";
  if (!keys_.primary.empty() && !keys_.deduplicated) {
    number = "CASE WHEN " + joined(suffixed(keys_.primary, " IS NULL"), " OR ") +
             " THEN 1 ELSE row_number() OVER (PARTITION BY " + joined(keys_.primary, ", ") + " ORDER BY " +
             (keys_.dedup_order.empty() ? "" : keys_.dedup_order + " NULLS LAST, ") + "ctid) END";
  }
  const std::string stays = keys_.stays.empty() ? "true" : "(" + keys_.stays + ")";
  DECANT_TRY(connection_.execute(
      "CREATE TEMPORARY TABLE decant_kept ON COMMIT DROP AS SELECT place, id FROM (SELECT ctid AS place, " +
      (keys_.row_key.empty() ? "NULL" : keys_.row_key) + " AS id, " + number + " AS number, " + stays +
      " AS stays FROM " + staged(0) + ") AS numbered WHERE number = 1 AND stays"));
  return {};
}

Result<void> StagedMerge::remove_replaced() {
  std::vector<std::string> matches;
  for (const auto& same : keys_.same_keys("s", "d"))
    matches.push_back("FROM " + keys_.root_path + " AS d WHERE EXISTS (SELECT 1 FROM " + staged(0) + " AS s WHERE " +
                      same + ")");
  if (!keys_.nested.empty()) {
    std::vector<std::string> ids;
    ids.reserve(matches.size());
    for (const auto& match : matches) ids.push_back("SELECT d." + keys_.row_key + " AS id " + match);
    DECANT_TRY(
        connection_.execute("CREATE TEMPORARY TABLE decant_replaced ON COMMIT DROP AS " + joined(ids, " UNION ")));
    for (const auto& nested : keys_.nested) {
      DECANT_TRY(connection_.execute("DELETE FROM " + nested.path + " WHERE " + nested.root_key +
                                     " IN (SELECT id FROM " + kReplaced + ")"));
    }
    DECANT_TRY(connection_.execute("DROP TABLE " + kReplaced));
  }
  for (const auto& match : matches) DECANT_TRY(connection_.execute("DELETE " + match));
  return {};
}

Result<void> StagedMerge::insert() {
  DECANT_TRY(insert(0, has_choice() ? " WHERE ctid IN (SELECT place FROM " + kKept + ")" : ""));
  for (const auto& nested : keys_.nested) {
    if (!chain_[nested.index].rows) continue;
    DECANT_TRY(
        insert(nested.index, has_choice() ? " WHERE " + nested.root_key + " IN (SELECT id FROM " + kKept + ")" : ""));
  }
  return {};
}

Result<void> StagedMerge::insert(std::size_t index, const std::string& condition) {
  const StoredTable& stored = *layout_.find(chain_[index].table->name());
  const std::string columns = quote_list(stored.columns);
  DECANT_TRY(connection_.execute("INSERT INTO " + layout_.path_of(stored.name) + " (" + columns + ") SELECT " +
                                 columns + " FROM " + staged(index) + condition));
  return {};
}

}  // namespace decant::destination
