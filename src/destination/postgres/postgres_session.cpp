#include "destination/postgres/postgres_session.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <set>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/log.h"
#include "destination/postgres/column_type.h"
#include "destination/postgres/table_copy.h"
#include "destination/sql/merge_keys.h"
#include "destination/sql/quoting.h"

namespace decant::destination {

namespace {

constexpr std::string_view kLockNotAvailable = "55P03";
constexpr int kLockTries = 60;
constexpr std::chrono::milliseconds kLockPause(500);
constexpr std::size_t kMaxIndexColumns = 32;
constexpr std::string_view kByBytes = " varchar_pattern_ops";

bool has_short_values(const schema::Column& column) {
  using schema::DataType;
  switch (column.data_type.value()) {
    case DataType::bigint:
    case DataType::real:
    case DataType::boolean:
    case DataType::timestamp:
    case DataType::date:
    case DataType::time: return true;
    default: return false;
  }
}

/// Whether an index is of row ids and links to them, which are no longer than what it takes.
bool is_of_ids(const TableIndex& index) {
  return std::all_of(index.columns.begin(), index.columns.end(), [&](const schema::Column* column) {
    return column->data_type == schema::DataType::text && (column->root_key || (column->row_key && index.is_unique));
  });
}

/// `"a", "b"`, with something behind each.
std::string names_of(const std::vector<const schema::Column*>& columns, std::string_view suffix = "") {
  std::vector<std::string> names;
  names.reserve(columns.size());
  for (const auto* const column : columns) names.push_back(quote_identifier(column->name).append(suffix));
  return joined(names, ", ");
}

}  // namespace

Result<std::uint64_t> PostgresSession::execute(std::string_view sql, std::span<const SqlValue> values) {
  return connection_.execute(sql, values);
}

Result<void> PostgresSession::query(std::string_view sql, std::span<const SqlValue> values, const EachRow& each) {
  return connection_.query(sql, values, each);
}

Result<StoredDataset> PostgresSession::read_dataset(const std::string& dataset,
                                                    std::span<const std::string_view> wanted) {
  StoredDataset stored;
  DECANT_TRY(stored.exists,
             has_rows("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1", {std::string_view(dataset)}));
  if (!stored.exists) return stored;
  const std::set<std::string_view> names(wanted.begin(), wanted.end());
  DECANT_TRY(
      query("SELECT c.relname, a.attname FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON "
            "n.oid = c.relnamespace LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND "
            "a.attnum > 0 AND NOT a.attisdropped WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'f', 'v') "
            "ORDER BY c.relname, a.attnum",
            {std::string_view(dataset)}, [&](SqlRow row) -> Result<void> {
              if (!names.contains(*row[0])) return {};
              if (stored.tables.empty() || stored.tables.back().name != *row[0])
                stored.tables.push_back({.name = std::string(*row[0]), .columns = {}, .folds_case = false});
              if (row[1]) stored.tables.back().columns.emplace_back(*row[1]);
              return {};
            }));
  return stored;
}

Result<std::string> PostgresSession::type_of(const schema::Column& column) const {
  return postgres_column_type(column);
}

/// Row ids and links to them are compared by bytes: such an index is made in less than half the time, as it need not
/// ask the locale, and finds equal texts as well. It can be no constraint, so columns that the user calls unique get a
/// usual one. A B-tree refuses long values, so otherwise it is for keys of none. A hash index takes any value, but one
/// column only, and gets slow where many rows have the same value: it is for primary keys. A part of a key gets none:
/// the server might look for it alone and find most of the table.
std::string PostgresSession::index_statement(const std::string& path, const TableIndex& index) const {
  const auto& columns = index.columns;
  if (is_of_ids(index))
    return (index.is_unique ? "CREATE UNIQUE INDEX ON " : "CREATE INDEX ON ") + path + " (" +
           names_of(columns, kByBytes) + ")";
  if (index.is_unique) return "ALTER TABLE " + path + " ADD UNIQUE (" + names_of(columns) + ")";
  if (columns.size() <= kMaxIndexColumns &&
      std::all_of(columns.begin(), columns.end(), [](const auto* column) { return has_short_values(*column); }))
    return "CREATE INDEX ON " + path + " (" + names_of(columns) + ")";
  const bool is_primary = columns.size() == 1 && columns.front()->primary_key;
  return is_primary ? "CREATE INDEX ON " + path + " USING hash (" + names_of(columns) + ")" : "";
}

Result<void> PostgresSession::analyze(const std::string& path, const std::vector<std::string>& columns) {
  DECANT_TRY(execute("ANALYZE " + path + " (" + joined(columns, ", ") + ")", {}));
  return {};
}

Result<void> PostgresSession::write_rows(const TablePlace& place, const StoredTable& stored, const schema::Table& table,
                                         RowOrder /*order*/, normalize::BatchReader& rows, const OnRows& on_rows) {
  return copy_rows(connection_, place.path_of(stored.name), stored, table, rows, on_rows);
}

Result<void> PostgresSession::lock(const std::string& dataset) {
  DECANT_TRY(execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
                     std::array<SqlValue, 1>{std::string_view(dataset)}));
  return {};
}

Result<void> PostgresSession::add_columns(const std::string& path, std::span<const std::string> definitions) {
  std::vector<std::string> clauses;
  clauses.reserve(definitions.size());
  for (const auto& definition : definitions) clauses.push_back("ADD COLUMN " + definition);
  return change_table("ALTER TABLE " + path + " " + joined(clauses, ", "));
}

/// Whoever asks for a table behind this statement waits for it too, so it waits a second at a time, with pauses in
/// which they get through.
Result<void> PostgresSession::change_table(std::string_view sql) {
  for (int tries = 1;; ++tries) {
    DECANT_TRY(SqlSession::execute("SAVEPOINT decant_change"));
    DECANT_TRY(SqlSession::execute("SET LOCAL lock_timeout = '1s'"));
    auto changed = execute(sql, {});
    if (changed) break;
    if (changed.error().details.sqlstate != kLockNotAvailable || tries == kLockTries)
      return fail(std::move(changed).error());
    log(LogLevel::info, "PostgreSQL: waiting for sessions that read a table which is to be changed");
    DECANT_TRY(SqlSession::execute("ROLLBACK TO SAVEPOINT decant_change"));
    process_clock().sleep_for(kLockPause, CancelToken());
  }
  if (!locked_since_) locked_since_ = process_clock().now();
  DECANT_TRY(SqlSession::execute("SET LOCAL lock_timeout TO DEFAULT"));
  DECANT_TRY(SqlSession::execute("RELEASE SAVEPOINT decant_change"));
  return {};
}

}  // namespace decant::destination
