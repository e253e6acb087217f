#pragma once

#include "destination/destination.h"
#include "pipeline/package_normalizer.h"
#include "pipeline/pipeline.h"
#include "pipeline/run_monitor.h"
#include "pipeline/run_report.h"

namespace decant::pipeline {

/// Takes what the data gave rise to into the report, and shows it.
void report_findings(const PackageNormalizer& package, RunMonitor& monitor, RunReport& report);

/// A report with what is known before anything is done.
RunReport begin_report(const PipelineOptions& options, const destination::Destination& destination);

/// Adds counts of a resource.
void count_resource(RunReport& report, const ResourceReport& counts);

}  // namespace decant::pipeline
