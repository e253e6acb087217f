#include "pipeline/report_building.h"

#include "core/clock.h"
#include "pipeline/workspace.h"

namespace decant::pipeline {

void report_findings(const PackageNormalizer& package, RunMonitor& monitor, RunReport& report) {
  for (const auto& finding : package.findings().all()) {
    report.findings.push_back(finding);
    // What ended the run is in its error.
    if (finding.kind != normalize::FindingKind::refused) monitor.note(finding.resource, finding.to_text());
  }
}

RunReport begin_report(const PipelineOptions& options, const destination::Destination& destination) {
  RunReport report;
  report.pipeline = options.name;
  report.destination_name = options.destination_name;
  report.destination_type = options.destination_type;
  report.dataset = dataset_name(options, destination);
  report.location = destination.location();
  report.started = process_clock().now();
  return report;
}

void count_resource(RunReport& report, const ResourceReport& counts) {
  for (auto& resource : report.resources) {
    if (resource.resource != counts.resource) continue;
    resource.pages += counts.pages;
    resource.records += counts.records;
    resource.bytes += counts.bytes;
    resource.retries += counts.retries;
    return;
  }
  report.resources.push_back(counts);
}

}  // namespace decant::pipeline
