#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/file_batch.h"
#include "core/result.h"
#include "destination/destination.h"
#include "json/value.h"
#include "pipeline/known_dataset.h"
#include "pipeline/pipeline.h"
#include "pipeline/run_monitor.h"
#include "pipeline/schema_exchange.h"
#include "pipeline/working_folder.h"
#include "schema/schema.h"
#include "state/pipeline_state.h"

namespace decant::pipeline {

/// State and schema of a pipeline as working folder and dataset hold them together; the dataset's go first where it
/// knows something newer. With the option `restores_state` off the state is the folder's alone.
class Workspace {
 public:
  /// Reads both. A dataset that is gone makes the pipeline start afresh, which a note says.
  static Result<Workspace> open(const WorkingFolder& folder, const PipelineOptions& options,
                                destination::Destination& destination, RunMonitor& monitor);

  [[nodiscard]] const state::PipelineState& state() const { return state_; }
  /// State version in the dataset; nothing if it holds none.
  [[nodiscard]] std::optional<std::int64_t> base_state_version() const { return base_state_version_; }
  [[nodiscard]] bool dataset_exists() const { return dataset_.exists; }
  /// Whether the pipeline ran before but its dataset is not there any more.
  [[nodiscard]] bool dataset_is_gone() const { return dataset_is_gone_; }

  /// The schema of that name as a run begins with it: as it is stored, the import file where that goes first, or a
  /// fresh one; with what the options say of it.
  [[nodiscard]] Result<schema::Schema> schema(const std::string& name) const;

  /// The same as if nothing were stored.
  [[nodiscard]] Result<schema::Schema> fresh_schema(const std::string& name) const;

  [[nodiscard]] const WorkingFolder& folder() const { return folder_; }

  /// Adds the folder's file of the dataset's schema of that name, where a run did not come to it after its commit.
  Result<void> take_stored_schema(const std::string& name, FileBatch& files) const;

  /// Whether a folder of import files is given that has none for the schema yet.
  [[nodiscard]] bool lacks_import(const std::string& schema) const { return exchange_.lacks_import(schema); }
  /// Writes the first import file, with what is known before there is data, and links the schema to it.
  Result<void> write_import(const schema::Schema& hinted, schema::Schema& schema) const;

  /// The state as it is to be after a run: names filled in, version brought up to date.
  [[nodiscard]] state::PipelineState next_state(state::PipelineState changed, const std::string& schema_name) const;

  /// Takes over what a commit brought and adds its files. `state`: shared document that came with it; null: it did not
  /// change. `left`: what it left in the dataset, for the next run.
  Result<void> committed(const schema::Schema& schema, const json::Value& state,
                         const std::optional<destination::MarkedDataset>& left, FileBatch& files);
  /// Writes state and schemas as they were read.
  Result<void> write_restored();
  /// Takes over a state that no commit brings, and writes the file; one that is not newer than what is known is left.
  Result<void> keep_state(const json::Value& state);

 private:
  Workspace(WorkingFolder folder, const PipelineOptions& options, destination::Destination& destination)
      : folder_(std::move(folder)),
        options_(options),
        destination_(destination),
        known_dataset_(folder_, options.name, destination),
        exchange_(options.schema.import_path, options.schema.export_path),
        state_(std::string_view(options.name)) {}
  Result<void> sync_state(std::optional<state::PipelineState> local);
  Result<void> restore_schemas(const std::string& loaded, FileBatch& files);
  Result<void> take_state(const json::Value& state);
  [[nodiscard]] Result<schema::Schema> begin_schema(const std::string& name,
                                                    std::optional<schema::Schema> stored) const;
  [[nodiscard]] Result<std::optional<schema::Schema>> newest_schema(const std::string& name) const;
  void remember_destination();

  WorkingFolder folder_;
  const PipelineOptions& options_;
  destination::Destination& destination_;
  KnownDataset known_dataset_;
  SchemaExchange exchange_;
  RunMonitor* monitor_ = nullptr;
  destination::DatasetInfo dataset_;
  state::PipelineState state_;
  std::optional<schema::Schema> committed_schema_;
  std::optional<std::int64_t> base_state_version_;
  bool dataset_is_gone_ = false;
  bool begins_afresh_ = false;        ///< there was no dataset: the folder's schemas tell of none
  bool folder_is_void_ = false;       ///< what it holds is of a run in dev mode, or does not count in one
  bool state_is_of_dataset_ = false;  ///< not the working folder's: schemas are then the dataset's too
};

/// The schema of that name among the stored documents of a dataset, or nothing.
Result<std::optional<schema::Schema>> stored_schema(const destination::DatasetInfo& dataset, const std::string& name);

/// The state that counts: the working folder's, or the dataset's if that is newer (the folder's part `_local` stays).
/// Nothing if there is neither.
Result<std::optional<state::PipelineState>> newest_state(std::optional<state::PipelineState> local,
                                                         const destination::DatasetInfo& dataset);

/// The dataset's name as state and report have it.
std::string dataset_name(const PipelineOptions& options, const destination::Destination& destination);

}  // namespace decant::pipeline
