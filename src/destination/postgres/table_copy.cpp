#include "destination/postgres/table_copy.h"

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "destination/batch_check.h"
#include "destination/postgres/big_endian.h"
#include "destination/postgres/cell_encoder.h"
#include "destination/sql/quoting.h"
#include "destination/sql/written_columns.h"

namespace decant::destination {

namespace {

/// Signature, flags and length of the header's extension: https://www.postgresql.org/docs/15/sql-copy.html
constexpr std::string_view kHeader("PGCOPY\n\xFF\r\n\0\0\0\0\0\0\0\0\0", 19);
constexpr std::int16_t kEnd = -1;
constexpr std::size_t kPutBytes = std::size_t{256} << 10;

/// A COPY that has begun.
class TableCopy {
 public:
  TableCopy(PostgresConnection& connection, std::vector<std::size_t> positions, std::vector<CellEncoder> encoders)
      : connection_(connection), positions_(std::move(positions)), encoders_(std::move(encoders)) {}

  Result<void> write(const normalize::Batch& batch) {
    std::vector<const normalize::ColumnData*> values;
    values.reserve(positions_.size());
    for (const std::size_t position : positions_) values.push_back(values_of(batch, position));
    for (std::size_t row = 0; row < batch.rows; ++row) {
      append_big_endian(static_cast<std::int16_t>(values.size()), buffer_);
      for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i] == nullptr || !values[i]->is_valid(row)) {
          append_null(buffer_);
        } else {
          DECANT_TRY(encoders_[i].append(*values[i], row, buffer_));
        }
      }
      if (buffer_.size() >= kPutBytes) DECANT_TRY(put());
    }
    return {};
  }

  Result<void> end() {
    append_big_endian(kEnd, buffer_);
    DECANT_TRY(put());
    return connection_.end_copy();
  }

 private:
  Result<void> put() {
    DECANT_TRY(connection_.put_copy(buffer_));
    buffer_.clear();
    return {};
  }

  PostgresConnection& connection_;
  std::vector<std::size_t> positions_;
  std::vector<CellEncoder> encoders_;
  std::string buffer_{kHeader};
};

Result<void> copy_batches(TableCopy& copy, normalize::BatchReader& rows, const schema::Table& table,
                          const OnRows& on_rows) {
  for (;;) {
    DECANT_TRY(const auto batch, rows.next());
    if (!batch) return {};
    DECANT_TRY(check_batch(*batch, table));
    DECANT_TRY(copy.write(*batch));
    if (on_rows) on_rows(batch->rows);
  }
}

}  // namespace

Result<void> copy_rows(PostgresConnection& connection, const std::string& path, const StoredTable& stored,
                       const schema::Table& table, normalize::BatchReader& rows, const OnRows& on_rows) {
  DECANT_TRY(auto written, WrittenColumns::of(table, stored));
  const std::string list = quote_list(written.names);
  DECANT_TRY(const auto described, connection.describe("SELECT " + list + " FROM " + path));
  std::vector<CellEncoder> encoders;
  for (std::size_t i = 0; i < written.positions.size(); ++i) {
    const auto type = *table.columns()[written.positions[i]].data_type;
    DECANT_TRY(auto encoder, CellEncoder::make(type, described.at(i).type, table.name() + "." + written.names[i]));
    encoders.push_back(std::move(encoder));
  }
  DECANT_TRY(connection.begin_copy("COPY " + path + " (" + list + ") FROM STDIN (FORMAT binary)"));
  TableCopy copy(connection, std::move(written.positions), std::move(encoders));
  auto copied = copy_batches(copy, rows, table, on_rows);
  if (!copied) {
    connection.abort_copy("decant gave up");
    return copied;
  }
  return copy.end();
}

}  // namespace decant::destination
