#include "destination/duckdb/table_writer.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

#include "destination/batch_check.h"
#include "destination/sql/written_columns.h"

namespace decant::destination {

namespace {

/// What waits in the appender is not counted in DuckDB's memory limit, so it is kept small.
constexpr std::size_t kFlushBytes = std::size_t{16} << 20;
constexpr std::size_t kWordBits = 64;

/// Copies validity bits of `count` rows from `first`, a multiple of 64.
void copy_validity(const std::vector<std::uint64_t>& valid, std::size_t first, std::size_t count, std::uint64_t* out) {
  const std::size_t words = (count + kWordBits - 1) / kWordBits;
  std::memcpy(out, valid.data() + first / kWordBits, words * sizeof(std::uint64_t));
}

bool all_valid(const std::vector<std::uint64_t>& valid, std::size_t first, std::size_t count) {
  const std::uint64_t* const words = valid.data() + first / kWordBits;
  const std::size_t full = count / kWordBits;
  if (!std::all_of(words, words + full, [](std::uint64_t word) { return word == ~std::uint64_t{0}; })) return false;
  const std::uint64_t rest = (std::uint64_t{1} << count % kWordBits) - 1;
  return count % kWordBits == 0 || (words[full] & rest) == rest;
}

}  // namespace

Result<TableWriter> TableWriter::open(duckdb::Connection& connection, const std::string& catalog,
                                      const std::string& dataset, const StoredTable& stored,
                                      const schema::Table& table) {
  DECANT_TRY(auto written, WrittenColumns::of(table, stored));
  DECANT_TRY(auto appender, duckdb::Appender::open(connection, catalog, dataset, stored.name, written.names));
  TableWriter writer(std::move(appender), table);
  std::vector<std::optional<duckdb::TypeId>> written_as;
  for (std::size_t i = 0; i < written.positions.size(); ++i) {
    const auto& column = table.columns()[written.positions[i]];
    writer.writers_.emplace_back(*column.data_type, writer.appender_.types()[i], table.name() + "." + column.name);
    written_as.push_back(writer.writers_.back().written_as());
  }
  writer.positions_ = std::move(written.positions);
  DECANT_TRY(writer.appender_.prepare(written_as));
  return writer;
}

Result<void> TableWriter::write(normalize::BatchReader& rows, const OnRows& on_rows) {
  for (;;) {
    DECANT_TRY(const normalize::Batch* const batch, rows.next());
    if (batch == nullptr) break;
    DECANT_TRY(check_batch(*batch, *table_));
    DECANT_TRY(write_batch(*batch));
    if (on_rows) on_rows(batch->rows);
  }
  return appender_.close();
}

Result<void> TableWriter::write_batch(const normalize::Batch& batch) {
  const std::size_t bytes_per_row = batch.rows == 0 ? 0 : batch.memory() / batch.rows;
  for (std::size_t first = 0; first < batch.rows; first += appender_.capacity()) {
    const std::size_t count = std::min(appender_.capacity(), batch.rows - first);
    for (std::size_t i = 0; i < positions_.size(); ++i) DECANT_TRY(write_column(batch, i, first, count));
    DECANT_TRY(appender_.append(count));
    unflushed_ += count * bytes_per_row;
    if (unflushed_ < kFlushBytes) continue;
    DECANT_TRY(appender_.flush());
    unflushed_ = 0;
  }
  return {};
}

Result<void> TableWriter::write_column(const normalize::Batch& batch, std::size_t index, std::size_t first,
                                       std::size_t count) {
  const auto* const column = values_of(batch, positions_[index]);
  if (column == nullptr) {
    std::memset(appender_.validity(index), 0, appender_.capacity() / 8);
    return {};
  }
  DECANT_TRY(writers_[index].write(*column, first, count, appender_.data(index)));
  if (!all_valid(column->valid, first, count)) copy_validity(column->valid, first, count, appender_.validity(index));
  return {};
}

}  // namespace decant::destination
