#include "destination/filesystem/parquet_writer.h"

#include <string>
#include <utility>
#include <vector>

#include "core/file.h"
#include "destination/duckdb/batch_chunks.h"
#include "destination/duckdb/column_type.h"
#include "destination/duckdb/row_form.h"
#include "destination/sql/quoting.h"
#include "duckdb/database.h"

namespace decant::destination {

namespace {

/// Each has a row group of its own, so that those of a file may change places.
constexpr unsigned kThreads = 2;

/// What DuckDB holds of a file while it is written: rows of a group, then their compressed pages. DuckDB's own limit is
/// the number of rows.
constexpr std::string_view kFormat =
    " (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 122880, ROW_GROUP_SIZE_BYTES '8MB', USE_TMP_FILE false)";

/// DuckDB's type whose Parquet form is that of dlt's files.
Result<std::string> parquet_type(const schema::Column& column) {
  if (column.data_type == schema::DataType::json) return "VARCHAR";
  if (column.data_type != schema::DataType::decimal || !column.precision || column.scale) {
    return duckdb_column_type(column);
  }
  auto whole = column;
  whole.scale = 0;
  return duckdb_column_type(whole);
}

/// A table as DuckDB is to see it.
struct TableForm {
  RowForm rows;
  std::string selected;  ///< the columns of the file
};

Result<TableForm> form_of(duckdb::Connection& connection, const schema::Table& table) {
  std::vector<std::size_t> positions;
  std::vector<std::string> names;
  std::string nulls;
  for (std::size_t i = 0; i < table.columns().size(); ++i) {
    if (!table.columns()[i].data_type) continue;
    DECANT_TRY(names.emplace_back(), parquet_type(table.columns()[i]));
    nulls += (positions.empty() ? "NULL::" : ", NULL::") + names.back();
    positions.push_back(i);
  }
  DECANT_TRY(const auto rows, connection.query("SELECT " + nulls));
  TableForm form;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const auto& column = table.columns()[positions[i]];
    const auto& type = rows.columns()[i].type;
    const bool is_cast = form.rows.add(positions[i], column.name, type,
                                       ColumnWriter(*column.data_type, type, table.name() + "." + column.name));
    const auto name = quote_identifier(column.name);
    if (!form.selected.empty()) form.selected += ", ";
    if (is_cast) form.selected.append("CAST(").append(name).append(" AS ").append(names[i]).append(") AS ");
    form.selected += name;
  }
  return form;
}

}  // namespace

Result<ParquetWriter> ParquetWriter::open(const std::filesystem::path& folder, std::uint64_t memory_limit) {
  DECANT_TRY(const auto database,
             duckdb::Database::open_memory(
                 {.memory_limit = memory_limit, .threads = kThreads, .open_folder = folder, .keeps_order = false}));
  DECANT_TRY(auto connection, database.connect());
  DECANT_TRY(auto stream, duckdb::RowStream::open(connection));
  return ParquetWriter(std::move(connection), std::move(stream));
}

Result<std::uint64_t> ParquetWriter::write(const std::filesystem::path& file, const schema::Table& table,
                                           normalize::BatchReader& rows,
                                           const std::function<void(std::uint64_t)>& on_rows) {
  DECANT_TRY(const auto form, form_of(connection_, table));
  BatchChunks chunks(rows, table, form.rows.filler, on_rows);
  DECANT_TRY(const auto count, stream_.execute(
                                   connection_,
                                   "COPY (SELECT " + form.selected + " FROM " + stream_.call() + ") TO " +
                                       quote_literal(file.string()) + std::string(kFormat),
                                   form.rows.columns, [&chunks] { return chunks.fill(); }, kThreads));
  DECANT_TRY(chunks.check_taken(count));
  DECANT_TRY(auto written, File::open_append(file));
  DECANT_TRY(written.sync());
  DECANT_TRY(written.close());
  return count;
}

}  // namespace decant::destination
