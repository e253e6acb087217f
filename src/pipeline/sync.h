#pragma once

#include "core/result.h"
#include "destination/destination.h"
#include "pipeline/pipeline.h"
#include "pipeline/run_monitor.h"
#include "pipeline/working_folder.h"

namespace decant::pipeline {

/// Puts the state and the schemas that the dataset holds in the place of the working folder's, and removes the packages
/// that are not loaded yet: what they hold is fetched again. Under the folder's lock. An error of kind `state` if the
/// dataset holds no state of the pipeline; nothing is changed then.
Result<void> sync_with_destination(const WorkingFolder& folder, destination::Destination& destination,
                                   const PipelineOptions& options, RunMonitor& monitor);

}  // namespace decant::pipeline
