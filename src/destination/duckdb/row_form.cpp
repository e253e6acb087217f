#include "destination/duckdb/row_form.h"

#include <utility>

namespace decant::destination {

bool RowForm::add(std::size_t position, const std::string& name, duckdb::Type stored, ColumnWriter writer) {
  const auto written_as = writer.written_as();
  if (written_as) {
    stored = {};
    stored.id = *written_as;
  }
  columns.push_back({name, std::move(stored)});
  filler.add(position, std::move(writer));
  return written_as.has_value();
}

}  // namespace decant::destination
