#include "destination/filesystem/parquet_writer.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/file.h"
#include "destination/batch_check.h"
#include "destination/duckdb/chunk_filler.h"
#include "destination/duckdb/column_type.h"
#include "destination/sql/quoting.h"
#include "duckdb/database.h"

namespace decant::destination {

namespace {

constexpr const char* kRows = "decant_rows";

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
  std::vector<duckdb::RowStream::Column> columns;  ///< as they are handed over
  std::string selected;                            ///< the columns of the file
  ChunkFiller filler;
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
    auto type = rows.columns()[i].type;
    ColumnWriter writer(*column.data_type, type, table.name() + "." + column.name);
    const auto name = quote_identifier(column.name);
    if (!form.selected.empty()) form.selected += ", ";
    if (const auto written_as = writer.written_as()) {
      type = {};
      type.id = *written_as;
      form.selected += "CAST(" + name + " AS " + names[i] + ") AS ";
    }
    form.selected += name;
    form.columns.push_back({column.name, std::move(type)});
    form.filler.add(positions[i], std::move(writer));
  }
  return form;
}

/// Cuts batches into chunks.
class Chunks {
 public:
  Chunks(normalize::BatchReader& rows, const schema::Table& table, const ChunkFiller& filler,
         const std::function<void(std::uint64_t)>& on_rows)
      : rows_(rows), table_(table), filler_(filler), on_rows_(on_rows) {}

  Result<std::size_t> next(const duckdb::RowChunk& chunk) {
    while (batch_ == nullptr || first_ >= batch_->rows) {
      DECANT_TRY(batch_, rows_.next());
      if (batch_ == nullptr) return std::size_t{0};
      DECANT_TRY(check_batch(*batch_, table_));
      first_ = 0;
      if (on_rows_) on_rows_(batch_->rows);
    }
    const std::size_t count = std::min(chunk.capacity(), batch_->rows - first_);
    DECANT_TRY(filler_.fill(*batch_, first_, count, chunk));
    first_ += count;
    return count;
  }

 private:
  normalize::BatchReader& rows_;
  const schema::Table& table_;
  const ChunkFiller& filler_;
  const std::function<void(std::uint64_t)>& on_rows_;
  const normalize::Batch* batch_ = nullptr;
  std::size_t first_ = 0;
};

}  // namespace

Result<ParquetWriter> ParquetWriter::open(const std::filesystem::path& folder, std::uint64_t memory_limit) {
  // With one thread rows stay in their order all the same.
  DECANT_TRY(const auto database,
             duckdb::Database::open_memory(
                 {.memory_limit = memory_limit, .threads = 1, .open_folder = folder, .keeps_order = false}));
  DECANT_TRY(auto connection, database.connect());
  DECANT_TRY(auto stream, duckdb::RowStream::open(connection, kRows));
  return ParquetWriter(std::move(connection), std::move(stream));
}

Result<std::uint64_t> ParquetWriter::write(const std::filesystem::path& file, const schema::Table& table,
                                           normalize::BatchReader& rows,
                                           const std::function<void(std::uint64_t)>& on_rows) {
  DECANT_TRY(const auto form, form_of(connection_, table));
  Chunks chunks(rows, table, form.filler, on_rows);
  DECANT_TRY(const auto count,
             stream_.execute(connection_,
                             "COPY (SELECT " + form.selected + " FROM " + kRows + "()) TO " +
                                 quote_literal(file.string()) + std::string(kFormat),
                             form.columns, [&chunks](const duckdb::RowChunk& chunk) { return chunks.next(chunk); }));
  DECANT_TRY(auto written, File::open_append(file));
  DECANT_TRY(written.sync());
  DECANT_TRY(written.close());
  return count;
}

}  // namespace decant::destination
