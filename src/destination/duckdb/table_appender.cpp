#include "destination/duckdb/table_appender.h"

#include <algorithm>
#include <utility>

#include "destination/batch_check.h"
#include "destination/sql/written_columns.h"

namespace decant::destination {

namespace {

/// What waits in the appender is not counted in DuckDB's memory limit, so it is kept small.
constexpr std::size_t kFlushBytes = std::size_t{16} << 20;

}  // namespace

Result<TableAppender> TableAppender::open(duckdb::Connection& connection, const TablePlace& place,
                                          const StoredTable& stored, const schema::Table& table) {
  DECANT_TRY(auto written, WrittenColumns::of(table, stored));
  DECANT_TRY(auto appender,
             duckdb::Appender::open(connection, place.catalog, place.schema, stored.name, written.names));
  TableAppender made(std::move(appender), table);
  std::vector<std::optional<duckdb::TypeId>> written_as;
  for (std::size_t i = 0; i < written.positions.size(); ++i) {
    const auto& column = table.columns()[written.positions[i]];
    ColumnWriter values(*column.data_type, made.appender_.types()[i], table.name() + "." + column.name);
    written_as.push_back(values.written_as());
    made.filler_.add(written.positions[i], std::move(values));
  }
  DECANT_TRY(made.appender_.prepare(written_as));
  return made;
}

Result<void> TableAppender::write(normalize::BatchReader& rows, const OnRows& on_rows) {
  for (;;) {
    DECANT_TRY(const auto batch, rows.next());
    if (!batch) break;
    DECANT_TRY(check_batch(*batch, *table_));
    DECANT_TRY(write_batch(*batch));
    if (on_rows) on_rows(batch->rows);
  }
  return appender_.close();
}

Result<void> TableAppender::write_batch(const normalize::Batch& batch) {
  const std::size_t bytes_per_row = batch.rows == 0 ? 0 : batch.memory() / batch.rows;
  const auto chunk = appender_.chunk();
  for (std::size_t first = 0; first < batch.rows; first += chunk.capacity()) {
    const std::size_t count = std::min(chunk.capacity(), batch.rows - first);
    DECANT_TRY(filler_.fill(batch, first, count, chunk));
    DECANT_TRY(appender_.append(count));
    unflushed_ += count * bytes_per_row;
    if (unflushed_ < kFlushBytes) continue;
    DECANT_TRY(appender_.flush());
    unflushed_ = 0;
  }
  return {};
}

}  // namespace decant::destination
