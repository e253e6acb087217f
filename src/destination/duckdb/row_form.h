#pragma once

#include <string>
#include <vector>

#include "destination/duckdb/chunk_filler.h"
#include "destination/duckdb/column_writer.h"
#include "duckdb/row_stream.h"

namespace decant::destination {

/// How the rows of a table are handed to a statement of DuckDB's.
struct RowForm {
  std::vector<duckdb::RowStream::Column> columns;
  ChunkFiller filler;

  /// The next column has the values at `position` of a batch, in the type `stored` or, where the writer has another one
  /// for them, in that. True if so: the statement has to cast.
  bool add(std::size_t position, const std::string& name, duckdb::Type stored, ColumnWriter writer);
};

}  // namespace decant::destination
