#pragma once

#include <cstddef>
#include <optional>

#include "core/result.h"
#include "destination/sql/sql_session.h"
#include "duckdb/connection.h"
#include "duckdb/row_stream.h"
#include "normalize/batch.h"
#include "schema/table.h"

namespace decant::destination {

/// Whether several threads may write a table of this load. Rows that do not fill a row group then stay in memory until
/// the commit, in a form that DuckDB cannot put into a file: a load of very many columns is appended by one thread.
bool writes_in_parallel(const LoadShape& load);

/// Rows of the row groups that a load makes; absent: DuckDB's usual 122,880. A row group is compressed by one thread,
/// so that a table of usual length keeps several busy with smaller ones only. Larger ones cost less where there are
/// many.
std::optional<std::size_t> row_group_of(const LoadShape& load);

/// How many threads write a table of so many columns at once, at most: each holds a row group of its own.
std::size_t writers_of(std::size_t columns);
/// The most columns that they hold open together, of tables of at most so many columns.
std::size_t most_open_columns(std::size_t columns);

/// Writes the batches of one table of the schema to a table of the database, in the connection's transaction, by
/// several threads where the order of rows does not matter. `stored` is the table at `place`; `stream` is the
/// connection's. `on_rows` is told the rows of each batch.
Result<void> write_table(duckdb::Connection& connection, duckdb::RowStream& stream, const TablePlace& place,
                         const StoredTable& stored, const schema::Table& table, RowOrder order,
                         normalize::BatchReader& rows, const OnRows& on_rows);

}  // namespace decant::destination
