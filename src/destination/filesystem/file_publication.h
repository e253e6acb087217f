#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "destination/destination.h"
#include "destination/filesystem/control_files.h"
#include "destination/filesystem/file_format.h"
#include "destination/filesystem/filesystem_options.h"
#include "destination/filesystem/parquet_writer.h"
#include "destination/filesystem/staged_loads.h"
#include "destination/filesystem/table_files.h"

namespace decant::destination {

/// One load on its way into a folder of files, which is locked: checks, the staging of every file, the decision.
class FilePublication {
 public:
  FilePublication(const FilesystemOptions& options, std::filesystem::path dataset, LoadRequest& request);

  /// Brings the dataset to what the request wants. If the report says already_loaded, nothing was changed.
  Result<LoadReport> run();

 private:
  [[nodiscard]] Result<void> check_tables() const;
  Result<void> note_what_is_new();
  Result<void> stage_init();
  Result<void> stage_schema();
  Result<void> stage_tables();
  Result<void> stage_rows(const TableLoad& load, FileFormat format);
  /// Writes the rows to a new file; returns how many they are.
  Result<std::uint64_t> write_rows(const std::filesystem::path& file, const TableLoad& load, FileFormat format,
                                   bool is_compressed);
  Result<void> take_away_replaced();
  Result<void> replace_table(const std::string& table, const std::vector<std::string>& files);
  Result<void> stage_boundaries();
  Result<void> stage_state();
  Result<void> stage_provenance();
  /// A path in the staging folder for the file that goes to `path`.
  std::filesystem::path staged_for(std::string path);
  Result<void> stage_text(std::string path, std::string_view text);

  const FilesystemOptions& options_;
  std::filesystem::path dataset_;
  LoadRequest& request_;
  ControlFiles control_;
  StagedLoads staged_;
  StorageVersion version_;
  std::filesystem::path staging_;
  std::optional<ParquetWriter> parquet_;  ///< once a table needs it
  FileChanges changes_;
  std::size_t staged_files_ = 0;
  LoadReport report_;
};

}  // namespace decant::destination
