#include "destination/sql/written_columns.h"

namespace decant::destination {

Result<WrittenColumns> WrittenColumns::of(const schema::Table& table, const StoredTable& stored) {
  WrittenColumns written;
  for (std::size_t i = 0; i < table.columns().size(); ++i) {
    const auto& column = table.columns()[i];
    if (!column.data_type) continue;
    const std::string* const name = stored.find(column.name);
    if (name == nullptr) return fail(ErrorKind::internal, "the table has no column " + column.name);
    written.positions.push_back(i);
    written.names.push_back(*name);
  }
  return written;
}

}  // namespace decant::destination
