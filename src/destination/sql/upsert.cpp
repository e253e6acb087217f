#include <string>
#include <vector>

#include "core/fault.h"
#include "destination/sql/chosen_rows.h"
#include "destination/sql/staged_merge.h"

namespace decant::destination {

namespace {

/// `MERGE INTO … USING …`: `matched` is what is done with rows that are there, rows that are not are inserted.
std::string merge_statement(const std::string& into, const std::string& from, const std::string& on,
                            const std::string& matched, const std::vector<std::string>& columns) {
  std::vector<std::string> values;
  values.reserve(columns.size());
  for (const auto& column : columns) values.push_back("s." + column);
  return "MERGE INTO " + into + " AS d USING (" + from + ") AS s ON " + on + " " + matched +
         " WHEN NOT MATCHED THEN INSERT (" + joined(columns, ", ") + ") VALUES (" + joined(values, ", ") + ")";
}

std::string update_of(const std::vector<std::string>& columns) {
  std::vector<std::string> sets;
  sets.reserve(columns.size());
  for (const auto& column : columns) sets.push_back(std::string(column).append(" = s.").append(column));
  return "WHEN MATCHED THEN UPDATE SET " + joined(sets, ", ");
}

std::string rows_of(const StagedChain& staged, std::size_t index, const std::string& condition) {
  return "SELECT * FROM " + staged.path(index) + " WHERE " + condition;
}

std::string same_row(const MergeKeys::Nested& nested) { return "d." + nested.row_key + " = s." + nested.row_key; }

/// Rows nested in a stored row whose key came with another row id (it was loaded by another strategy) would be lost
/// sight of.
Result<void> remove_of_other_ids(SqlSession& session, const MergeKeys& keys, const std::string& new_roots,
                                 const std::string& same_key) {
  const std::string other_ids = " IN (SELECT d." + keys.row_key + " FROM " + keys.root_path + " AS d JOIN (" +
                                new_roots + ") AS s ON " + same_key + " WHERE d." + keys.row_key + " <> s." +
                                keys.row_key + ")";
  for (const auto& nested : keys.nested) {
    DECANT_TRY(session.execute("DELETE FROM " + nested.path + " WHERE " + nested.root_key + other_ids));
  }
  return {};
}

Result<void> upsert_nested(SqlSession& session, const MergeKeys& keys, const MergeKeys::Nested& nested,
                           const StagedChain& staged, const ChosenRows& chosen) {
  std::string gone = nested.root_key + " IN (SELECT id FROM " + chosen.path() + ")";
  if (staged.has(nested.index)) {
    const std::string rows = rows_of(staged, nested.index, chosen.on_nested(nested));
    DECANT_TRY(session.execute(merge_statement(nested.path, rows, same_row(nested),
                                               update_of(staged.columns(nested.index)), staged.columns(nested.index))));
    gone += " AND NOT EXISTS (SELECT 1 FROM (" + rows + ") AS s WHERE " + same_row(nested) + ")";
  }
  DECANT_TRY(session.execute("DELETE FROM " + nested.path + " AS d WHERE " + gone));
  if (keys.stays.empty()) return {};
  DECANT_TRY(session.execute("DELETE FROM " + nested.path + " WHERE " + nested.root_key + " IN (SELECT id FROM " +
                             chosen.path() + " WHERE NOT stays)"));
  return {};
}

}  // namespace

Result<void> merge_by_upsert(SqlSession& session, const MergeKeys& keys, const StagedChain& staged) {
  DECANT_TRY(const auto chosen, ChosenRows::choose(session, staged, keys, Winner::last));
  DECANT_TRY(keys.analyze(session, staged.path(0)));
  const std::string rows = rows_of(staged, 0, chosen.on_root());
  const std::string same_key = keys.same_keys("s", "d").front();
  if (!keys.row_key.empty()) DECANT_TRY(remove_of_other_ids(session, keys, rows, same_key));
  std::string matched = update_of(staged.columns(0));
  if (!keys.is_deleted.empty()) matched = "WHEN MATCHED AND s." + keys.is_deleted + " THEN DELETE " + matched;
  DECANT_TRY(session.execute(merge_statement(keys.root_path, rows, same_key, matched, staged.columns(0))));
  DECANT_FAULT_POINT("publish.root_merged");
  for (const auto& nested : keys.nested) DECANT_TRY(upsert_nested(session, keys, nested, staged, chosen));
  return chosen.drop();
}

Result<void> merge_by_insert_only(SqlSession& session, const MergeKeys& keys, const StagedChain& staged) {
  DECANT_TRY(const auto chosen, ChosenRows::choose(session, staged, keys, Winner::first));
  DECANT_TRY(keys.analyze(session, staged.path(0)));
  DECANT_TRY(session.execute(merge_statement(keys.root_path, rows_of(staged, 0, chosen.on_root("stays")),
                                             keys.same_keys("s", "d").front(), "", staged.columns(0))));
  DECANT_FAULT_POINT("publish.root_merged");
  for (const auto& nested : keys.nested) {
    if (!staged.has(nested.index)) continue;
    // What is nested in a row that was not inserted, because it says that it is deleted, has no place.
    const std::string rows = rows_of(staged, nested.index,
                                     chosen.on_nested(nested) + " AND " + nested.root_key + " IN (SELECT " +
                                         keys.row_key + " FROM " + keys.root_path + ")");
    DECANT_TRY(session.execute(merge_statement(nested.path, rows, same_row(nested), "", staged.columns(nested.index))));
  }
  return chosen.drop();
}

}  // namespace decant::destination
