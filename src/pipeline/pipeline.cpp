#include "pipeline/pipeline.h"

#include <utility>

#include "core/clock.h"
#include "core/hash.h"
#include "core/log.h"
#include "package/package_reader.h"
#include "pipeline/package_normalizer.h"
#include "pipeline/pending.h"
#include "pipeline/pipeline_run.h"
#include "pipeline/publish.h"
#include "pipeline/report_building.h"
#include "pipeline/run_monitor.h"
#include "pipeline/trace.h"
#include "pipeline/working_folder.h"

namespace decant::pipeline {

namespace {

std::vector<std::string> names_of(const package::Manifest& manifest) {
  std::vector<std::string> names;
  names.reserve(manifest.resources.size());
  for (const auto& resource : manifest.resources) names.push_back(resource.name);
  return names;
}

/// The state to write with a replayed package: none if the dataset holds a newer one.
json::Value state_for(const package::Manifest& manifest, const destination::DatasetInfo& dataset) {
  if (!manifest.seal || manifest.seal->state.is_null()) return nullptr;
  const std::int64_t version = manifest.seal->state.integer_or("_state_version", 0);
  if (dataset.state && dataset.state->version > version) return nullptr;
  return manifest.seal->state;
}

/// Normalizes and publishes a recorded package whose load id the dataset does not hold.
Result<void> replay_package(const package::PackageReader& reader, destination::Destination& destination,
                            const PipelineOptions& options, const CancelToken& cancel, RunMonitor& monitor,
                            RunReport& report) {
  const package::Manifest& manifest = reader.manifest();
  DECANT_TRY(const auto dataset, destination.inspect(manifest.pipeline));
  DECANT_TRY(auto begun, replayed_schema(manifest, dataset, destination.capabilities()));
  const auto spill = reader.folder() / ("replay-" + random_hex(8) + ".spill");
  DECANT_TRY(
      const auto normalizer,
      PackageNormalizer::make(std::move(begun.schema), {.load_id = manifest.load_id,
                                                        .resources = hints_of(manifest),
                                                        .spill = spill,
                                                        .memory = memory_share(options),
                                                        .normalize = normalize_options(destination.capabilities())}));
  report.normalize.started = process_clock().now();
  monitor.begin(Step::normalize, manifest.load_id);
  DECANT_TRY(normalize_package(*normalizer, reader, [&](std::uint64_t records) -> Result<void> {
    monitor.count_normalized(records);
    monitor.tick();
    if (cancel.cancelled()) return fail(ErrorKind::cancelled, "interrupted");
    return {};
  }));
  report.normalize.finished = process_clock().now();
  report_findings(*normalizer, monitor, report);
  json::Value state = state_for(manifest, dataset);
  DECANT_TRY(normalizer->finish_schema(options.restores_state && describes_state(state, normalizer->schema().name())));
  const schema::Provenance provenance = normalizer->provenance();
  DECANT_TRY(publish_package({.package = normalizer.get(),
                              .load_id = manifest.load_id,
                              .pipeline = manifest.pipeline,
                              .state = std::move(state),
                              .state_in_dataset = options.restores_state,
                              .log = &reader,
                              .boundaries = manifest.seal->boundaries,
                              .base_state_version = manifest.base_state_version,
                              .check_state_version = false,
                              .removed = begun.removed,
                              .provenance = &provenance,
                              .keeps_provenance = manifest.keeps_provenance || options.keeps_provenance},
                             destination, monitor, report));
  return {};
}

}  // namespace

std::vector<DispositionNote> disposition_notes(const source::Source& source,
                                               const destination::Destination& destination) {
  std::vector<DispositionNote> notes;
  const auto& capabilities = destination.capabilities();
  for (const auto& resource : source.resources()) {
    if (resource.write_disposition != "merge" || capabilities.has_merge) continue;
    notes.push_back({resource.name, "is appended, as dlt does: destination " + capabilities.type +
                                        " cannot merge, so a record that comes again is there twice"});
  }
  return notes;
}

Result<RunReport> run(source::Source& source, destination::Destination& destination, const PipelineOptions& options,
                      const CancelToken& cancel) {
  DECANT_TRY(const auto folder, WorkingFolder::at(options.pipelines_dir, options.name));
  destination.prepare_first_load();
  FileBatch folders;
  DECANT_TRY(const auto lock, folder.lock(folders));
  DECANT_TRY(folder.refuse_pending_of_dlt());
  PipelineRun run(folder, source, destination, options, cancel, std::move(folders));
  auto done = run.execute();
  RunReport report = run.report();
  // The trace tells of the run, it is no part of it: that it cannot be written must not make a loaded run a failed one.
  if (auto traced = write_trace(folder.trace_file(), report, done ? nullptr : &done.error()); !traced)
    log(LogLevel::warning, to_string(traced.error()));
  if (!done) return fail(std::move(done).error());
  return report;
}

Result<RunReport> replay(const std::filesystem::path& package_folder, destination::Destination& destination,
                         const PipelineOptions& options, const CancelToken& cancel) {
  DECANT_TRY(const auto reader, open_complete(package_folder));
  const package::Manifest& manifest = reader.manifest();
  RunMonitor monitor(names_of(manifest), options.progress);
  RunReport report = begin_report(options, destination);
  if (report.pipeline.empty()) report.pipeline = manifest.pipeline;
  DECANT_TRY(const bool loaded, destination.has_load(manifest.load_id));
  if (loaded) {
    report.packages.push_back({.load_id = manifest.load_id, .already_loaded = true});
    monitor.note("", "the dataset holds package " + manifest.load_id + " already: nothing was done");
  } else {
    DECANT_TRY(replay_package(reader, destination, options, cancel, monitor, report));
    for (const auto& counts : manifest.seal->resources)
      count_resource(report, {.resource = counts.resource, .pages = counts.pages, .records = counts.records});
  }
  monitor.flush();
  report.notes = monitor.notes();
  report.finished = process_clock().now();
  return report;
}

}  // namespace decant::pipeline
