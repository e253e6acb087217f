#include "destination/duckdb/duckdb_session.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>
#include <vector>

#include "destination/duckdb/cell_text.h"
#include "destination/duckdb/column_type.h"
#include "destination/duckdb/table_appender.h"
#include "destination/duckdb/table_writer.h"
#include "destination/sql/quoting.h"
#include "schema/system_tables.h"

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

Result<StoredDataset> DuckDbSession::read_dataset(const std::string& dataset,
                                                  std::span<const std::string_view> wanted) {
  // Asking a new file takes longer than making it. (Its schema `main` is as good as missing.)
  if (std::exchange(traits_.is_empty, false)) return StoredDataset();
  // Listing what is there takes tens of milliseconds the first time; the own tables of a dataset are mostly all there.
  const bool are_few = std::all_of(wanted.begin(), wanted.end(), schema::is_system_name);
  if (auto known = are_few ? read_tables(dataset, wanted) : Result<StoredDataset>(); known && known->exists)
    return std::move(*known);
  StoredDataset stored;
  DECANT_TRY(stored.exists, has_rows("SELECT 1 FROM duckdb_schemas() WHERE database_name = $1 AND "
                                     "lower(schema_name) = lower($2)",
                                     {std::string_view(catalog_), std::string_view(dataset)}));
  if (!stored.exists) return stored;
  std::set<std::string> folded;
  for (const auto table : wanted) folded.insert(fold_case(table));
  DECANT_TRY(const auto names, table_names(dataset));
  std::vector<std::string_view> found;
  std::copy_if(names.begin(), names.end(), std::back_inserter(found),
               [&](const std::string& name) { return folded.contains(fold_case(name)); });
  DECANT_TRY(auto tables, read_tables(dataset, found));
  stored.tables = std::move(tables.tables);
  return stored;
}

/// Fails if a table is not there.
Result<StoredDataset> DuckDbSession::read_tables(const std::string& dataset, std::span<const std::string_view> names) {
  StoredDataset stored;
  for (const auto name : names) {
    stored.exists = true;
    // By a query of no rows: duckdb_columns() would look at every view of the system too, which takes tens of
    // milliseconds.
    DECANT_TRY(const auto rows, connection_.query("SELECT * FROM " + place_of(dataset).path_of(name) + " LIMIT 0"));
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

std::string DuckDbSession::storage_of(const schema::Column& column) const {
  // Row ids are random: DuckDB would try in vain what makes them smaller.
  return column.row_key && column.data_type == schema::DataType::text ? "USING COMPRESSION uncompressed" : "";
}

Result<void> DuckDbSession::write_rows(const TablePlace& place, const StoredTable& stored, const schema::Table& table,
                                       RowOrder order, normalize::BatchReader& rows, const OnRows& on_rows) {
  if (!traits_.is_parallel) {
    DECANT_TRY(auto appender, TableAppender::open(connection_, place, stored, table));
    return appender.write(rows, on_rows);
  }
  if (!stream_) {
    DECANT_TRY(stream_, duckdb::RowStream::open(connection_));
  }
  return write_table(connection_, *stream_, place, stored, table, order, rows, on_rows);
}

Result<void> DuckDbSession::change_table(std::string_view sql) {
  DECANT_TRY(connection_.execute(sql, {}));
  return {};
}

Result<void> DuckDbSession::add_columns(const std::string& path, std::span<const std::string> definitions) {
  // Its ALTER TABLE takes one at a time.
  for (const auto& definition : definitions) {
    DECANT_TRY(change_table(std::string("ALTER TABLE ").append(path).append(" ADD COLUMN ").append(definition)));
  }
  return {};
}

}  // namespace decant::destination
