#pragma once

#include <memory>
#include <string>

#include "duckdb/connection.h"
#include "source/file/file_reader.h"

namespace decant::source::file {

/// Reads CSV and Parquet files of one folder with a DuckDB engine of its own, which reaches nothing else. Each row
/// becomes an object. Move-only; one thread at a time.
class TableEngine {
 public:
  static Result<TableEngine> open(const std::filesystem::path& folder);

  /// A reader from a row on. The engine must outlive it and have no other meanwhile. Errors: `source_data`,
  /// `cancelled`.
  Result<std::unique_ptr<FileReader>> read(const FileEntry& file, FileFormat format, const CsvOptions& csv,
                                           std::uint64_t row, const CancelToken& cancel);

  /// The columns of a file. Error: `source_data`.
  Result<std::vector<duckdb::Rows::Column>> columns_of(const FileEntry& file, FileFormat format, const CsvOptions& csv);

 private:
  explicit TableEngine(duckdb::Connection connection) : connection_(std::move(connection)) {}

  duckdb::Connection connection_;
};

}  // namespace decant::source::file
