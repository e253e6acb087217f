#include "destination/sql/history_merge.h"

#include <optional>
#include <string_view>
#include <vector>

#include "core/fault.h"
#include "destination/sql/quoting.h"
#include "schema/timestamp_text.h"

namespace decant::destination {

namespace {

Result<const schema::Column*> column_with(const schema::Table& root, std::string_view hint) {
  for (const auto& column : root.columns()) {
    if (column.data_type && column.other.bool_or(hint, false)) return &column;
  }
  return fail(
      ErrorKind::schema,
      "table " + root.name() + " has no column with the hint " + std::string(hint) + ", so its history cannot be kept",
      "load the resource with the merge strategy scd2 from its first load on");
}

/// A time as a literal of a column's type.
Result<std::string> time_literal(const SqlSession& session, const schema::Column& column, Micros time) {
  DECANT_TRY(const auto type, session.type_of(column));
  return "CAST(" + quote_literal(to_iso8601(time)) + " AS " + type + ")";
}

Result<std::optional<Micros>> time_of(const json::Value& properties, std::string_view hint, const std::string& table) {
  const json::Value* value = properties.find(hint);
  if (value == nullptr || value->is_null()) return std::nullopt;
  const auto time = value->is_string() ? schema::parse_time(value->as_string()) : std::nullopt;
  if (time) return time->instant;
  return fail(ErrorKind::schema, "the hint " + std::string(hint) + " of table " + table + " is no time",
              "write it like 2024-08-21T12:15:00Z");
}

}  // namespace

Result<HistoryMerge> HistoryMerge::of(SqlSession& session, const schema::Table& root, Micros boundary) {
  HistoryMerge merge(session);
  DECANT_TRY(const auto* const version, column_with(root, "x-row-version"));
  DECANT_TRY(const auto* const from, column_with(root, "x-valid-from"));
  DECANT_TRY(const auto* const to, column_with(root, "x-valid-to"));
  merge.version_ = quote_identifier(version->name);
  merge.from_ = quote_identifier(from->name);
  merge.to_ = quote_identifier(to->name);
  DECANT_TRY(const auto given, time_of(root.properties(), "x-boundary-timestamp", root.name()));
  DECANT_TRY(merge.boundary_, time_literal(session, *to, given.value_or(boundary)));
  DECANT_TRY(const auto active, time_of(to->other, "x-active-record-timestamp", root.name()));
  merge.active_ = "NULL";
  merge.is_active_ = merge.to_ + " IS NULL";
  if (active) {
    DECANT_TRY(merge.active_, time_literal(session, *to, *active));
    merge.is_active_ = merge.to_ + " = " + merge.active_;
  }
  return merge;
}

Result<void> HistoryMerge::run(const MergeKeys& keys, const StagedChain& staged) {
  DECANT_TRY(retire(keys, staged));
  DECANT_FAULT_POINT("publish.versions_retired");
  DECANT_TRY(insert_versions(keys, staged));
  DECANT_FAULT_POINT("publish.root_merged");
  for (const auto& nested : keys.nested) {
    if (staged.has(nested.index)) DECANT_TRY(insert_nested(keys, nested, staged));
  }
  return {};
}

Result<void> HistoryMerge::retire(const MergeKeys& keys, const StagedChain& staged) {
  std::string absent =
      "NOT EXISTS (SELECT 1 FROM " + staged.path(0) + " AS s WHERE s." + version_ + " = d." + version_ + ")";
  if (!keys.merge.empty()) {
    std::vector<std::string> same;
    same.reserve(keys.merge.size());
    for (const auto& key : keys.merge) same.push_back(std::string("s.").append(key).append(" = d.").append(key));
    absent += " AND EXISTS (SELECT 1 FROM " + staged.path(0) + " AS s WHERE " + joined(same, " AND ") + ")";
  }
  DECANT_TRY(session_.execute("UPDATE " + keys.root_path + " AS d SET " + to_ + " = " + boundary_ + " WHERE " +
                              is_active_ + " AND " + absent));
  return {};
}

Result<void> HistoryMerge::insert_versions(const MergeKeys& keys, const StagedChain& staged) {
  std::vector<std::string> columns = staged.columns(0);
  std::erase_if(columns, [&](const std::string& column) { return column == from_ || column == to_; });
  const std::string list = joined(columns, ", ");
  DECANT_TRY(session_.execute("INSERT INTO " + keys.root_path + " (" + list + ", " + from_ + ", " + to_ + ") SELECT " +
                              list + ", " + boundary_ + ", " + active_ + " FROM " + staged.path(0) +
                              " AS s WHERE NOT EXISTS (SELECT 1 FROM " + keys.root_path + " AS d WHERE d." + version_ +
                              " = s." + version_ + " AND d." + is_active_ + ")"));
  return {};
}

/// Equal rows of one load have equal nested rows: one of each is enough. What is nested in a version that is there
/// already, under another row id, has no place.
Result<void> HistoryMerge::insert_nested(const MergeKeys& keys, const MergeKeys::Nested& nested,
                                         const StagedChain& staged) {
  const std::string list = joined(staged.columns(nested.index), ", ");
  const std::string known_root = nested.root_key.empty() ? ""
                                                         : " AND " + nested.root_key + " IN (SELECT " + keys.row_key +
                                                               " FROM " + keys.root_path + ")";
  DECANT_TRY(session_.execute("INSERT INTO " + nested.path + " (" + list + ") SELECT " + list +
                              " FROM (SELECT *, row_number() OVER (PARTITION BY " + nested.row_key +
                              ") AS decant_number FROM " + staged.path(nested.index) +
                              ") AS s WHERE decant_number = 1 AND NOT EXISTS (SELECT 1 FROM " + nested.path +
                              " AS d WHERE d." + nested.row_key + " = s." + nested.row_key + ")" + known_root));
  return {};
}

}  // namespace decant::destination
