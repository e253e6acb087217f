#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "core/cancel.h"
#include "core/result.h"
#include "core/time.h"
#include "destination/destination.h"
#include "json/value.h"
#include "pipeline/progress.h"
#include "pipeline/refresh.h"
#include "pipeline/run_report.h"
#include "pipeline/schema_options.h"
#include "pipeline/slicing.h"
#include "source/source.h"

namespace decant::pipeline {

inline constexpr std::size_t kDefaultMemory = std::size_t{256} << 20;
inline constexpr Micros kDefaultResumeWithin = 3600 * kMicrosPerSecond;

struct PipelineOptions {
  std::string name;                                          ///< of the pipeline and its working folder
  std::string dataset;                                       ///< as state and report name it; empty: the destination's
  std::filesystem::path pipelines_dir;                       ///< `<data dir>/pipelines`
  std::string destination_name = "duckdb";                   ///< as the user named it
  std::string destination_type = "dlt.destinations.duckdb";  ///< as the state document names it
  std::size_t memory = kDefaultMemory;                       ///< bytes that decant's own buffers may take
  int concurrency = 1;                                       ///< resources fetched at once
  std::size_t keep_packages = 1;                             ///< runs whose packages stay after their load
  SchemaOptions schema;                                      ///< naming, import and export of schemas
  bool keeps_provenance = false;                             ///< the dataset is to hold where columns came from
  Micros resume_within = kDefaultResumeWithin;               ///< an interrupted extract goes on; later it starts again
  PackageSize package_size;                                  ///< when a long extract is cut, where that may be
  Refresh refresh = Refresh::none;                           ///< what is emptied first
  bool dev_mode = false;                                     ///< the dataset is new: neither state nor schema count
  bool restores_state = true;                                ///< the dataset holds the state; false: the folder alone
  json::Value schema_contract;                               ///< for all resources and the schema; null: not given
  std::string file_format;                                   ///< of all resources' tables; empty: as they say
  ProgressListener* progress = nullptr;                      ///< may be null
};

/// What the destination does otherwise than a resource asks for.
struct DispositionNote {
  std::string resource;
  std::string text;
};
std::vector<DispositionNote> disposition_notes(const source::Source& source,
                                               const destination::Destination& destination);

/// Runs a pipeline: finishes what an earlier run left pending, extracts all resources of the source, normalizes and
/// publishes them in one commit. An incomplete extract never reaches the destination; the next run goes on with it. A
/// pending package that was recorded for another dataset is an error of kind `state`.
///
/// After an error of the source or a cancellation the package stays; the same call goes on with it. Errors keep their
/// kind; `cancelled` if `cancel` was set before publishing began.
Result<RunReport> run(source::Source& source, destination::Destination& destination, const PipelineOptions& options,
                      const CancelToken& cancel);

/// Loads the recorded package in `package_folder`, which must be sealed, into the destination, as the run that recorded
/// it did: same load id, rows, row ids and times. Needs neither network nor source; leaves the working folder's state
/// alone. If the dataset holds the load id, nothing is done and the report says so. Of the options, `pipelines_dir`,
/// `concurrency` and `keep_packages` do not matter; `name` may be empty (the package's).
Result<RunReport> replay(const std::filesystem::path& package_folder, destination::Destination& destination,
                         const PipelineOptions& options, const CancelToken& cancel);

}  // namespace decant::pipeline
