#pragma once

#include <cstddef>
#include <vector>

#include "core/cancel.h"
#include "core/result.h"
#include "json/value.h"
#include "package/package_reader.h"
#include "package/package_writer.h"
#include "pipeline/package_normalizer.h"
#include "pipeline/run_monitor.h"
#include "source/source.h"

namespace decant::pipeline {

struct ExtractPlan {
  source::Source* source = nullptr;
  package::PackageWriter* writer = nullptr;
  const package::PackageReader* recorded = nullptr;  ///< what an interrupted run left; null: nothing
  PackageNormalizer* normalizer = nullptr;
  RunMonitor* monitor = nullptr;
  std::vector<json::Value> states;  ///< of each resource before the run; null: none
  int concurrency = 1;
  std::size_t queue_bytes = 0;
};

/// Fetches and records all pages of a source, and normalizes them beside that (what was recorded before comes first;
/// not the deferred resources). Ends with the first error, all threads joined. Returns the state of each resource after
/// its last page of this run; null where none came.
Result<std::vector<json::Value>> extract_pages(ExtractPlan plan, const CancelToken& cancel);

}  // namespace decant::pipeline
