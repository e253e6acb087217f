#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "core/result.h"
#include "destination/duckdb/chunk_filler.h"
#include "destination/sql/sql_session.h"
#include "duckdb/appender.h"
#include "normalize/batch.h"
#include "schema/table.h"

namespace decant::destination {

/// Appends the batches of one table of the schema to a table of the database, in the connection's transaction: in their
/// order, by one thread.
class TableAppender {
 public:
  /// `stored` is the table that the rows go to.
  static Result<TableAppender> open(duckdb::Connection& connection, const TablePlace& place, const StoredTable& stored,
                                    const schema::Table& table);

  /// Appends every row; `on_rows` is told the rows of each batch.
  Result<void> write(normalize::BatchReader& rows, const OnRows& on_rows);

 private:
  TableAppender(duckdb::Appender appender, const schema::Table& table)
      : appender_(std::move(appender)), table_(&table) {}
  Result<void> write_batch(const normalize::Batch& batch);

  duckdb::Appender appender_;
  const schema::Table* table_;
  ChunkFiller filler_;
  std::size_t unflushed_ = 0;  ///< bytes that wait in the appender, about
};

}  // namespace decant::destination
