#pragma once

#include <cstddef>
#include <memory>

#include "core/cancel.h"
#include "core/result.h"
#include "destination/destination.h"
#include "package/package_reader.h"
#include "package/package_writer.h"
#include "pipeline/package_normalizer.h"
#include "pipeline/resource_states.h"
#include "pipeline/run_monitor.h"
#include "pipeline/slicing.h"
#include "source/source.h"

namespace decant::pipeline {

struct ExtractPlan {
  source::Source* source = nullptr;
  const std::unique_ptr<package::PackageWriter>* writer = nullptr;
  const package::PackageReader* recorded = nullptr;          ///< what an interrupted run left; null: nothing
  std::unique_ptr<PackageNormalizer>* normalizer = nullptr;  ///< another one behind each cut
  RunMonitor* monitor = nullptr;
  destination::Destination* destination = nullptr;  ///< is prepared once it is plain that there will be a load
  ResourceStates* states = nullptr;
  Slicing* slicing = nullptr;  ///< null: one package
  int concurrency = 1;
  std::size_t queue_bytes = 0;
  std::size_t* most_queued = nullptr;  ///< is set to the most bytes that waited to be normalized
};

/// Fetches and records all pages of a source, and normalizes them beside that (what was recorded before comes first;
/// not the deferred resources). Packages that are cut off are published on the caller's thread meanwhile. Ends with the
/// first error, all threads joined; a package that is cut off by then stays for the next run.
Result<void> extract_pages(ExtractPlan plan, const CancelToken& cancel);

}  // namespace decant::pipeline
