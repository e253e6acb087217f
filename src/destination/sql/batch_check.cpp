#include "destination/sql/batch_check.h"

#include <algorithm>

namespace decant::destination {

namespace {

constexpr std::size_t kWordBits = 64;

bool fits(const normalize::ColumnData& column, schema::DataType type, std::size_t rows) {
  if (column.type != type || column.valid.size() * kWordBits < rows) return false;
  if (column.is_fixed()) return column.fixed.size() >= rows;
  return column.offsets.size() > rows && column.offsets[rows] <= column.bytes.size() &&
         std::is_sorted(column.offsets.begin(), column.offsets.end());
}

}  // namespace

Result<void> check_batch(const normalize::Batch& batch, std::span<const WrittenColumn> columns,
                         std::size_t table_columns) {
  const bool all_fit = batch.columns.size() <= table_columns &&
                       std::all_of(columns.begin(), columns.end(), [&](const WrittenColumn& column) {
                         const auto* const values = values_of(batch, column);
                         return values == nullptr || fits(*values, column.type, batch.rows);
                       });
  if (all_fit) return {};
  return fail(ErrorKind::package, "the columns of a batch do not fit its table");
}

const normalize::ColumnData* values_of(const normalize::Batch& batch, const WrittenColumn& column) {
  if (column.position >= batch.columns.size() || batch.columns[column.position].valid.empty()) return nullptr;
  return &batch.columns[column.position];
}

}  // namespace decant::destination
