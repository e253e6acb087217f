#pragma once

#include <cstddef>

#include "core/cancel.h"
#include "core/result.h"
#include "package/package_reader.h"
#include "package/package_writer.h"
#include "pipeline/package_normalizer.h"
#include "pipeline/resource_states.h"
#include "pipeline/run_monitor.h"
#include "source/source.h"

namespace decant::pipeline {

struct ExtractPlan {
  source::Source* source = nullptr;
  package::PackageWriter* writer = nullptr;
  const package::PackageReader* recorded = nullptr;  ///< what an interrupted run left; null: nothing
  PackageNormalizer* normalizer = nullptr;
  RunMonitor* monitor = nullptr;
  ResourceStates* states = nullptr;
  int concurrency = 1;
  std::size_t queue_bytes = 0;
};

/// Fetches and records all pages of a source, and normalizes them beside that (what was recorded before comes first;
/// not the deferred resources). Ends with the first error, all threads joined.
Result<void> extract_pages(ExtractPlan plan, const CancelToken& cancel);

}  // namespace decant::pipeline
