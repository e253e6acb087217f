#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

#include "core/result.h"
#include "duckdb/connection.h"
#include "duckdb/row_stream.h"
#include "normalize/batch.h"
#include "schema/table.h"

namespace decant::destination {

/// Writes tables as Parquet files, one after the other, by an embedded DuckDB, which holds one group of rows at a time,
/// cut by bytes.
class ParquetWriter {
 public:
  /// The files are written below `folder`; `memory_limit`: bytes that DuckDB may use.
  static Result<ParquetWriter> open(const std::filesystem::path& folder, std::uint64_t memory_limit);

  /// Makes a new file of all rows, with the table's columns that have a type, and waits until it is on the disk.
  /// Returns how many rows it has. `on_rows` is told the rows of each batch. Error: a value that its column cannot hold
  /// (decimals have at most 38 digits), a column type that is none of Parquet's.
  Result<std::uint64_t> write(const std::filesystem::path& file, const schema::Table& table,
                              normalize::BatchReader& rows, const std::function<void(std::uint64_t)>& on_rows);

 private:
  ParquetWriter(duckdb::Connection connection, duckdb::RowStream stream)
      : connection_(std::move(connection)), stream_(std::move(stream)) {}

  duckdb::Connection connection_;
  duckdb::RowStream stream_;
};

}  // namespace decant::destination
