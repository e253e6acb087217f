#include "destination/duckdb/duckdb_session.h"

#include <set>
#include <vector>

#include "destination/duckdb/cell_text.h"
#include "destination/duckdb/column_type.h"
#include "destination/duckdb/merge.h"
#include "destination/duckdb/table_writer.h"
#include "destination/sql/layout.h"
#include "destination/sql/quoting.h"

namespace decant::destination {

namespace {

std::vector<duckdb::Parameter> parameters_of(std::span<const SqlValue> values) {
  std::vector<duckdb::Parameter> parameters;
  for (const auto& value : values) {
    if (const auto* const integer = std::get_if<std::int64_t>(&value)) {
      parameters.emplace_back(*integer);
    } else if (const auto* const text = std::get_if<std::string_view>(&value)) {
      parameters.emplace_back(*text);
    } else {
      parameters.emplace_back(duckdb::Instant{std::get<SqlInstant>(value).micros});
    }
  }
  return parameters;
}

}  // namespace

Result<std::uint64_t> DuckDbSession::execute(std::string_view sql, std::span<const SqlValue> values) {
  return connection_.execute(sql, parameters_of(values));
}

Result<void> DuckDbSession::query(std::string_view sql, std::span<const SqlValue> values, const EachRow& each) {
  DECANT_TRY(auto rows, connection_.query(sql, parameters_of(values)));
  std::vector<std::optional<std::string>> texts(rows.columns().size());
  std::vector<std::optional<std::string_view>> cells(texts.size());
  for (;;) {
    DECANT_TRY(const bool more, rows.next());
    if (!more) return {};
    for (std::size_t row = 0; row < rows.size(); ++row) {
      for (std::size_t i = 0; i < texts.size(); ++i) {
        texts[i] = cell_text(rows.column(i), row);
        cells[i] = texts[i];
      }
      DECANT_TRY(each(cells));
    }
  }
}

std::string DuckDbSession::path_prefix() const { return quote_identifier(catalog_) + "."; }

Result<StoredDataset> DuckDbSession::read_dataset(const std::string& dataset,
                                                  std::span<const std::string_view> wanted) {
  StoredDataset stored;
  DECANT_TRY(stored.exists, has_rows("SELECT 1 FROM duckdb_schemas() WHERE database_name = $1 AND "
                                     "lower(schema_name) = lower($2)",
                                     {std::string_view(catalog_), std::string_view(dataset)}));
  if (!stored.exists) return stored;
  std::set<std::string> folded;
  for (const auto table : wanted) folded.insert(fold_case(table));
  DECANT_TRY(const auto names, table_names(dataset));
  for (const auto& name : names) {
    if (!folded.contains(fold_case(name))) continue;
    // By a query of no rows: duckdb_columns() would look at every view of the system too, which takes tens of
    // milliseconds.
    DECANT_TRY(const auto rows, connection_.query("SELECT * FROM " + quote_path(catalog_, dataset, name) + " LIMIT 0"));
    StoredTable& table = stored.tables.emplace_back();
    table.name = name;
    for (const auto& column : rows.columns()) table.columns.push_back(column.name);
  }
  return stored;
}

Result<std::vector<std::string>> DuckDbSession::table_names(const std::string& dataset) {
  std::vector<std::string> names;
  DECANT_TRY(query("SELECT table_name FROM duckdb_tables() WHERE database_name = $1 AND lower(schema_name) = lower($2)",
                   {std::string_view(catalog_), std::string_view(dataset)}, [&](SqlRow row) -> Result<void> {
                     names.emplace_back(*row[0]);
                     return {};
                   }));
  return names;
}

Result<std::string> DuckDbSession::type_of(const schema::Column& column) const { return duckdb_column_type(column); }

std::string DuckDbSession::constraints_of(const schema::Column& column) const {
  return column.is_nullable() ? "" : "NOT NULL";
}

Result<void> DuckDbSession::write_rows(const Layout& layout, const StoredTable& stored, const schema::Table& table,
                                       normalize::BatchReader& rows, const OnRows& on_rows) {
  DECANT_TRY(auto writer, TableWriter::open(connection_, catalog_, layout.dataset(), stored, table));
  return writer.write(rows, on_rows);
}

Result<bool> DuckDbSession::is_empty(const StoredTable& stored, const Layout& layout) {
  if (stored.is_new) return true;
  DECANT_TRY(const bool any, has_rows("SELECT 1 FROM " + layout.path_of(stored.name) + " LIMIT 1"));
  return !any;
}

Result<void> DuckDbSession::merge(std::span<TableLoad> chain, const Layout& layout, std::string_view load_id,
                                  const Append& append) {
  DECANT_TRY(const auto plan, Merge::plan(chain, layout, load_id));
  if (!plan.has_keys()) return append(chain);
  DECANT_TRY(const bool was_empty, is_empty(*layout.find(chain.front().table->name()), layout));
  DECANT_TRY(append(chain.first(1)));
  if (!was_empty) DECANT_TRY(plan.remove_replaced(connection_));
  DECANT_TRY(const bool surplus, plan.remove_surplus(connection_));
  DECANT_TRY(append(chain.subspan(1)));
  if (surplus) DECANT_TRY(plan.remove_orphans(connection_));
  return {};
}

}  // namespace decant::destination
