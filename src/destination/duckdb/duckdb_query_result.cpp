#include "destination/duckdb/duckdb_query_result.h"

#include <utility>

#include "destination/duckdb/cell_text.h"

namespace decant::destination {

namespace {

bool is_readable(const duckdb::Type& type) {
  if (type.id == duckdb::TypeId::other) return type.name() == "\"NULL\"";
  for (const auto& child : type.children) {
    if (!is_readable(child.type)) return false;
  }
  return true;
}

}  // namespace

Result<std::unique_ptr<QueryResult>> DuckDbQueryResult::of(duckdb::Rows rows) {
  auto result = std::unique_ptr<DuckDbQueryResult>(new DuckDbQueryResult(std::move(rows)));
  for (const auto& column : result->rows_.columns()) {
    if (!is_readable(column.type)) {
      return fail(ErrorKind::destination,
                  "column " + column.name + " of type " + column.type.name() + " cannot be shown",
                  "cast it in the query: CAST(… AS VARCHAR)");
    }
    result->columns_.push_back({.name = column.name, .type = column.type.name(), .kind = cell_kind(column.type)});
  }
  return result;
}

Result<std::vector<QueryResult::Row>> DuckDbQueryResult::next() {
  std::vector<Row> chunk;
  DECANT_TRY(const bool more, rows_.next());
  if (!more) return chunk;
  chunk.resize(rows_.size(), Row(columns_.size()));
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    const auto view = rows_.column(column);
    for (std::size_t row = 0; row < chunk.size(); ++row) chunk[row][column] = cell_text(view, row);
  }
  return chunk;
}

}  // namespace decant::destination
