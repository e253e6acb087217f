#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/file_batch.h"
#include "core/folder_lock.h"
#include "core/result.h"
#include "destination/destination.h"
#include "schema/schema.h"
#include "state/pipeline_state.h"

namespace decant::pipeline {

/// The folder of one pipeline, `<pipelines_dir>/NAME/`: dlt's files `state.json` and `schemas/`, and decant's own
/// subfolder `decant/`.
class WorkingFolder {
 public:
  /// An error of kind `usage` if `name` cannot be a folder's name. Touches nothing.
  static Result<WorkingFolder> at(const std::filesystem::path& pipelines_dir, std::string_view name);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path lock_file() const { return path_ / "decant" / "lock"; }
  [[nodiscard]] std::filesystem::path packages() const { return path_ / "decant" / "packages"; }
  /// What the dataset held when a run last knew (`KnownDataset`).
  [[nodiscard]] std::filesystem::path dataset_file() const { return path_ / "decant" / "dataset.json"; }
  [[nodiscard]] std::filesystem::path trace_file() const { return path_ / "decant" / "trace.json"; }
  /// Where the columns of a schema came from (docs/formats/provenance.md), in the dataset of a destination.
  [[nodiscard]] std::filesystem::path provenance_file(std::string_view schema,
                                                      const destination::Destination& destination) const;
  [[nodiscard]] std::filesystem::path schemas() const { return path_ / "schemas"; }
  [[nodiscard]] std::filesystem::path state_file() const { return path_ / "state.json"; }

  /// Makes the folder if it is missing and takes its lock: FolderLock::acquire().
  [[nodiscard]] Result<FolderLock> lock() const;
  /// The same; that it is there outlasts a power loss with `folders`, before which nothing may be written that must not
  /// be lost.
  [[nodiscard]] Result<FolderLock> lock(FileBatch& folders) const;

  /// Whether a pipeline has run here.
  [[nodiscard]] bool exists() const;

  /// The state, or nothing if there is none.
  [[nodiscard]] Result<std::optional<state::PipelineState>> read_state() const;

  /// Names of the schemas in `schemas/`, sorted.
  [[nodiscard]] Result<std::vector<std::string>> schema_names() const;
  /// A schema, or nothing if there is none of that name.
  [[nodiscard]] Result<std::optional<schema::Schema>> read_schema(std::string_view name) const;

  /// Add the files as they are to be.
  Result<void> write_state(const state::PipelineState& state, FileBatch& files) const;
  Result<void> write_schema(const schema::Schema& schema, FileBatch& files) const;

  /// An error of kind `state` if dlt left packages here that it has not loaded yet.
  [[nodiscard]] Result<void> refuse_pending_of_dlt() const;

 private:
  explicit WorkingFolder(std::filesystem::path path) : path_(std::move(path)) {}
  [[nodiscard]] std::filesystem::path provenance() const { return path_ / "decant" / "provenance"; }
  [[nodiscard]] std::filesystem::path schema_file(std::string_view name) const;

  std::filesystem::path path_;
};

}  // namespace decant::pipeline
