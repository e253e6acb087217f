#pragma once

#include <cstddef>

#include "core/result.h"
#include "destination/sql/sql_session.h"
#include "duckdb/connection.h"
#include "duckdb/row_stream.h"
#include "normalize/batch.h"
#include "schema/table.h"

namespace decant::destination {

/// How many threads write a table of so many columns at once, at most: each holds a row group of its own.
std::size_t writers_of(std::size_t columns);
/// The most columns that they hold open together, of tables of at most so many columns.
std::size_t most_open_columns(std::size_t columns);

/// Where rows go: `stored` is the table at `place`.
struct WriteTarget {
  const TablePlace& place;
  const StoredTable& stored;
  RowOrder order = RowOrder::any;
};

/// Writes the batches of one table of the schema to a table of the database, in the connection's transaction. `stream`
/// is the connection's. `on_rows` is told the rows of each batch.
Result<void> write_table(duckdb::Connection& connection, duckdb::RowStream& stream, const WriteTarget& target,
                         const schema::Table& table, normalize::BatchReader& rows, const OnRows& on_rows);

}  // namespace decant::destination
