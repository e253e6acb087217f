#include "destination/batch_check.h"

#include <algorithm>

namespace decant::destination {

namespace {

bool fits(const normalize::ColumnData& column, schema::DataType type, std::size_t rows) {
  if (column.type != type || column.valid.size() * 64 < rows) return false;
  if (column.is_fixed()) return column.fixed.size() >= rows;
  return column.offsets.size() > rows && column.offsets[rows] <= column.bytes.size() &&
         std::is_sorted(column.offsets.begin(), column.offsets.end());
}

}  // namespace

Result<void> check_batch(const normalize::Batch& batch, const schema::Table& table) {
  const std::size_t numbers = batch.is_numbered ? 1 : 0;
  bool all_fit = batch.columns.size() <= table.columns().size() + numbers;
  for (std::size_t i = 0; all_fit && i < std::min(batch.columns.size(), table.columns().size()); ++i) {
    const auto& type = table.columns()[i].data_type;
    const auto* const values = values_of(batch, i);
    all_fit = !type || values == nullptr || fits(*values, *type, batch.rows);
  }
  if (all_fit) return {};
  return fail(ErrorKind::package, "the columns of a batch do not fit its table");
}

const normalize::ColumnData* values_of(const normalize::Batch& batch, std::size_t position) {
  if (position >= batch.columns.size() || batch.columns[position].valid.empty()) return nullptr;
  return &batch.columns[position];
}

}  // namespace decant::destination
