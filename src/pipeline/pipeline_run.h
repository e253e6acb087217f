#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/cancel.h"
#include "core/file_batch.h"
#include "core/result.h"
#include "json/value.h"
#include "package/package_store.h"
#include "pipeline/package_normalizer.h"
#include "pipeline/pipeline.h"
#include "pipeline/provenance_record.h"
#include "pipeline/publish.h"
#include "pipeline/resource_states.h"
#include "pipeline/run_monitor.h"
#include "pipeline/run_schema.h"
#include "pipeline/working_folder.h"
#include "pipeline/workspace.h"

namespace decant::pipeline {

/// The error of a run that was cancelled.
std::unexpected<Error> interrupted_error();

/// One call of run(): its parts and its steps. Works under the folder's lock.
class PipelineRun {
 public:
  /// `folders`: those of the working folder that were just made; they are on the disk with the package.
  PipelineRun(const WorkingFolder& folder, source::Source& source, destination::Destination& destination,
              const PipelineOptions& options, const CancelToken& cancel, FileBatch folders);

  /// All steps; what they did is in report() also if one failed.
  Result<void> execute();

  /// The report as far as the run came.
  [[nodiscard]] RunReport report() const;

 private:
  /// A package that is being extracted, or was and is to be gone on with.
  struct Extract {
    std::optional<package::PackageReader> recorded;
    std::unique_ptr<package::PackageWriter> writer;
    std::unique_ptr<PackageNormalizer> normalizer;
    std::string load_id;
    std::filesystem::path folder;
    RemovedTables removed;
  };

  Result<void> load_sealed(const package::PackageInfo& info);
  Result<void> extract_and_load(const std::optional<package::PackageInfo>& interrupted);
  Result<Extract> open_extract(const std::optional<package::PackageInfo>& interrupted);
  Result<std::unique_ptr<package::PackageWriter>> open_writer(const Extract& extract, package::Manifest manifest);
  Result<package::Manifest> new_manifest(const schema::Schema& schema);
  Result<ResourceStates::Begin> begin_state(std::size_t resource, const Extract& extract);
  Result<std::shared_ptr<const state::BoundarySet>> stored_boundary(const std::string& resource,
                                                                    const std::string& cursor_path);
  Result<ResourceStates> begin_states(const Extract& extract);
  Result<void> extract(Extract& extract, ResourceStates& states);
  Result<void> end_normalizing(Extract& extract);
  // pipeline_slices.cpp
  /// Whether the extract may be cut; a note says why not where it was asked for.
  [[nodiscard]] bool may_slice(const Extract& extract);
  void make_slicing(Extract& extract, const ResourceStates& states, std::optional<Slicing>& slicing);
  Result<Slicing::Cut> cut(Extract& extract, const ResourceStates& states);
  Result<void> begin_slice(Extract& extract, const ResourceStates& states, package::Manifest manifest);
  Result<std::unique_ptr<PackageNormalizer>> make_normalizer(schema::Schema schema, const std::string& load_id,
                                                             std::vector<schema::ResourceHints> hints);
  Result<void> publish_slice(Slicing::Ended slice);
  Result<void> seal_and_publish(Extract& extract, const ResourceStates& states);
  void forget_source(state::PipelineState& state, std::vector<package::BoundarySeal>& boundaries) const;
  Result<void> load_recorded(const std::string& load_id, bool is_known);
  Result<void> load_again_if_passing(const std::string& load_id, Result<void> loaded);
  Result<void> publish(PublishPlan plan);
  Result<void> publish_once(PublishPlan plan);
  Result<void> abandon(Extract& extract, Error error);
  /// The schema that a package of these resources begins with.
  Result<BegunSchema> begin_schema(const std::string& source, Refresh refresh,
                                   const std::vector<schema::ResourceHints>& resources);
  Result<void> finish_loaded(const package::PackageInfo& info);
  Result<void> mark_loaded(const std::string& load_id, FileBatch& files);
  [[nodiscard]] Result<void> note_provenance(const PackageNormalizer& normalizer, const std::string& load_id) const;
  [[nodiscard]] PackageNormalizer::AfterPage after_page();

  WorkingFolder folder_;
  source::Source& source_;
  destination::Destination& destination_;
  const PipelineOptions& options_;
  const CancelToken& cancel_;
  package::Target target_;
  FileBatch folders_;
  package::PackageStore store_;
  RunMonitor monitor_;
  std::optional<Workspace> workspace_;
  std::optional<ProvenanceRecord> provenance_;
  RunReport report_;
};

/// Share of the memory budget for batches that wait for publishing.
inline std::size_t memory_share(const PipelineOptions& options) { return options.memory / 4; }
/// The share for pages in the queue: enough to fetch some while others are normalized.
inline std::size_t queue_share(const PipelineOptions& options) { return options.memory / 24; }

}  // namespace decant::pipeline
