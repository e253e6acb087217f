#include "destination/postgres/postgres_session.h"

#include <array>
#include <set>
#include <vector>

#include "destination/postgres/column_type.h"
#include "destination/postgres/table_copy.h"
#include "destination/sql/merge_keys.h"
#include "destination/sql/quoting.h"

namespace decant::destination {

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
  std::set<std::string> folded;
  for (const auto table : wanted) folded.insert(fold_case(table));
  DECANT_TRY(
      query("SELECT c.relname, a.attname FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON "
            "n.oid = c.relnamespace LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND "
            "a.attnum > 0 AND NOT a.attisdropped WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'f', 'v') "
            "ORDER BY c.relname, a.attnum",
            {std::string_view(dataset)}, [&](SqlRow row) -> Result<void> {
              if (!folded.contains(fold_case(*row[0]))) return {};
              if (stored.tables.empty() || stored.tables.back().name != *row[0])
                stored.tables.emplace_back().name = *row[0];
              if (row[1]) stored.tables.back().columns.emplace_back(*row[1]);
              return {};
            }));
  return stored;
}

Result<std::string> PostgresSession::type_of(const schema::Column& column) const {
  return postgres_column_type(column);
}

Result<void> PostgresSession::write_rows(const TablePlace& place, const StoredTable& stored, const schema::Table& table,
                                         normalize::BatchReader& rows, const OnRows& on_rows) {
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
  DECANT_TRY(SqlSession::execute("ALTER TABLE " + path + " " + joined(clauses, ", ")));
  return {};
}

}  // namespace decant::destination
