#include "destination/postgres/postgres_session.h"

#include <set>

#include "destination/postgres/column_type.h"
#include "destination/postgres/staged_merge.h"
#include "destination/postgres/table_copy.h"
#include "destination/sql/layout.h"
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

std::string PostgresSession::constraints_of(const schema::Column& column) const {
  std::string constraints = column.unique ? "UNIQUE" : "";
  if (!column.is_nullable()) constraints += constraints.empty() ? "NOT NULL" : " NOT NULL";
  return constraints;
}

Result<void> PostgresSession::write_rows(const Layout& layout, const StoredTable& stored, const schema::Table& table,
                                         normalize::BatchReader& rows, const OnRows& on_rows) {
  return copy_rows(connection_, layout.path_of(stored.name), stored, table, rows, on_rows);
}

Result<void> PostgresSession::merge(std::span<TableLoad> chain, const Layout& layout, std::string_view /*load_id*/,
                                    const Append& append) {
  DECANT_TRY(auto keys, MergeKeys::read(chain, layout, "postgres"));
  if (keys.empty()) return append(chain);
  return StagedMerge(connection_, layout, std::move(keys), chain).run();
}

}  // namespace decant::destination
