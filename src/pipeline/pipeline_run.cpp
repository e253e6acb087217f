#include "pipeline/pipeline_run.h"

#include <array>
#include <chrono>
#include <utility>

#include "core/clock.h"
#include "core/fault.h"
#include "pipeline/pending.h"
#include "pipeline/report_building.h"

namespace decant::pipeline {

namespace {

std::vector<std::string> names_of(const source::Source& source) {
  std::vector<std::string> names;
  for (const auto& resource : source.resources()) names.push_back(resource.name);
  return names;
}

/// Before a load is tried again.
constexpr std::array kPauses = {std::chrono::milliseconds(500), std::chrono::milliseconds(1000),
                                std::chrono::milliseconds(2000), std::chrono::milliseconds(4000)};

/// Whether a destination may take the load in a moment: the connection was lost, or another session got in the way
/// (SQLSTATE class 40, transaction rollback).
bool may_pass(const Error& error) {
  return error.kind == ErrorKind::network || error.details.sqlstate.starts_with("40");
}

}  // namespace

std::unexpected<Error> interrupted_error() {
  return fail(ErrorKind::cancelled, "interrupted", "run it again: it goes on where it stopped");
}

PipelineRun::PipelineRun(const WorkingFolder& folder, source::Source& source, destination::Destination& destination,
                         const PipelineOptions& options, const CancelToken& cancel, FileBatch folders)
    : folder_(folder),
      source_(source),
      destination_(destination),
      options_(options),
      cancel_(cancel),
      target_(target_of(destination)),
      folders_(std::move(folders)),
      store_(folder.packages()),
      monitor_(names_of(source), options.progress),
      report_(begin_report(options, destination)) {}

RunReport PipelineRun::report() const {
  RunReport report = report_;
  for (const auto& counts : monitor_.snapshot().resources) {
    count_resource(report, {.resource = counts.resource,
                            .pages = counts.pages,
                            .records = counts.records,
                            .bytes = counts.bytes,
                            .retries = counts.retries});
  }
  report.notes = monitor_.notes();
  report.finished = process_clock().now();
  return report;
}

Result<void> PipelineRun::execute() {
  for (const auto& [resource, text] : disposition_notes(source_, destination_)) monitor_.note(resource, text);
  DECANT_TRY(auto workspace, Workspace::open(folder_, options_, destination_, monitor_));
  workspace_.emplace(std::move(workspace));
  provenance_.emplace(folder_, destination_, monitor_,
                      ProvenanceRecord::Options{.dataset_exists = workspace_->dataset_exists(),
                                                .in_dataset = options_.keeps_provenance});
  DECANT_TRY(const auto pending, find_pending(store_, monitor_));
  for (const auto& info : pending.sealed) {
    if (auto loaded = load_sealed(info); !loaded)
      return fail(with_fresh_start(std::move(loaded).error(), options_.name, true));
  }
  DECANT_TRY(extract_and_load(pending.interrupted));
  DECANT_TRY(store_.retain(options_.keep_packages));
  monitor_.flush();
  return {};
}

PackageNormalizer::AfterPage PipelineRun::after_page() {
  return [this](std::uint64_t records) -> Result<void> {
    monitor_.count_normalized(records);
    monitor_.tick();
    if (cancel_.cancelled()) return interrupted_error();
    return {};
  };
}

/// Makes up for what the run that loaded a package did not reach.
Result<void> PipelineRun::finish_loaded(const package::PackageInfo& info) {
  const package::Manifest& manifest = *info.manifest;
  const std::string schema = schema::schema_name_from(manifest.source);
  report_.packages.push_back({.load_id = info.load_id, .already_loaded = true});
  // drop_data keeps the tables, and what is known of their columns.
  const bool begins_anew =
      manifest.refresh == to_string(Refresh::drop_sources) || manifest.refresh == to_string(Refresh::drop_resources);
  FileBatch files;
  DECANT_TRY(provenance_->recover(schema, info.folder, begins_anew, files));
  DECANT_TRY(workspace_->take_stored_schema(schema, files));
  if (!options_.restores_state && manifest.seal) DECANT_TRY(workspace_->keep_state(manifest.seal->state));
  return mark_loaded(info.load_id, files);
}

/// Ends what follows a commit.
Result<void> PipelineRun::mark_loaded(const std::string& load_id, FileBatch& files) {
  DECANT_TRY(store_.mark_loaded(load_id, files));
  DECANT_FAULT_POINT("pipeline.before_mark_loaded");
  DECANT_TRY(files.commit());
  DECANT_FAULT_POINT("pipeline.after_mark_loaded");
  return {};
}

/// The note of a load of which the package has none yet, or another one.
Result<void> PipelineRun::note_provenance(const PackageNormalizer& normalizer, const std::string& load_id) const {
  FileBatch files;
  DECANT_TRY(ProvenanceRecord::note(normalizer.provenance(), store_.folder() / load_id, files));
  return files.commit();
}

Result<void> PipelineRun::load_sealed(const package::PackageInfo& info) {
  const package::Manifest& manifest = *info.manifest;
  if (manifest.dev_mode && !(manifest.target == target_)) {
    monitor_.note("", "package " + info.load_id + " of a run in dev mode was not loaded and is dropped");
    return store_.remove(info.load_id);
  }
  DECANT_TRY(check_target(manifest, target_));
  // A run from the start fetches everything again; this package alone would be a dataset with holes.
  if (workspace_->dataset_is_gone() && manifest.base_state_version) {
    monitor_.note(
        "", "package " + info.load_id + " was not loaded yet and is dropped: it continues a dataset that is gone");
    return store_.remove(info.load_id);
  }
  DECANT_TRY(const bool loaded, destination_.has_load(info.load_id));
  if (loaded) return finish_loaded(info);
  if (manifest.base_state_version != workspace_->base_state_version()) {
    // It would be refused for ever. What it holds is asked for again, from the state that the other load left.
    monitor_.note("", "package " + info.load_id +
                          " was not loaded yet and is dropped, its records are fetched again: another load of this "
                          "pipeline came in between");
    return store_.remove(info.load_id);
  }
  monitor_.note("", "package " + info.load_id + " of an earlier run is loaded first");
  DECANT_TRY(load_again_if_passing(info.load_id, load_recorded(info.load_id, false)));
  if (manifest.seal) {
    for (const auto& counts : manifest.seal->resources)
      count_resource(report_, {.resource = counts.resource, .pages = counts.pages, .records = counts.records});
  }
  return {};
}

/// Makes the tables of a sealed package anew and publishes them. `is_known`: what its data gave rise to was told.
Result<void> PipelineRun::load_recorded(const std::string& load_id, bool is_known) {
  DECANT_TRY(const auto reader, store_.open(load_id));
  const package::Manifest& manifest = reader.manifest();
  if (!manifest.seal) return fail(ErrorKind::internal, "package " + load_id + " is not complete and cannot be loaded");
  Refresh refresh = Refresh::none;
  if (!manifest.refresh.empty()) {
    DECANT_TRY(refresh, refresh_from(manifest.refresh));
  }
  const auto hints = with_options(options_, present_hints(manifest, source_));
  DECANT_TRY(auto begun, begin_schema(manifest.source, refresh, hints));
  DECANT_TRY(const auto normalizer, make_normalizer(std::move(begun.schema), load_id, hints));
  monitor_.begin(Step::normalize, load_id);
  auto normalized = normalize_package(*normalizer, reader, after_page());
  if (!is_known) report_findings(*normalizer, monitor_, report_);
  if (!normalized) return normalized;
  const json::Value& state = manifest.seal->state;
  DECANT_TRY(normalizer->finish_schema(options_.restores_state && describes_state(state, normalizer->schema().name())));
  DECANT_TRY(note_provenance(*normalizer, load_id));
  return publish_once({.package = normalizer.get(),
                       .load_id = load_id,
                       .pipeline = options_.name,
                       .state = state,
                       .log = &reader,
                       .boundaries = manifest.seal->boundaries,
                       .base_state_version = manifest.base_state_version,
                       .removed = begun.removed});
}

/// Goes on after a failure that may be gone in a moment, such as a server that was restarted: `loaded` is how the load
/// of the package ended. Its rows are gone with it, so they are made again from what was recorded.
Result<void> PipelineRun::load_again_if_passing(const std::string& load_id, Result<void> loaded) {
  for (const auto pause : kPauses) {
    if (loaded || !may_pass(loaded.error()) || cancel_.cancelled()) break;
    monitor_.note("", "package " + load_id + " is loaded again: " + loaded.error().message);
    process_clock().sleep_for(pause, cancel_);
    loaded = load_recorded(load_id, true);
  }
  return loaded;
}

Result<void> PipelineRun::publish(PublishPlan plan) {
  const std::string load_id = plan.load_id;
  const auto until_sealed = plan.until_sealed;
  auto published = publish_once(std::move(plan));
  // It may have failed before it came to that.
  if (until_sealed) DECANT_TRY(until_sealed());
  return load_again_if_passing(load_id, std::move(published));
}

Result<void> PipelineRun::publish_once(PublishPlan plan) {
  if (cancel_.cancelled()) return interrupted_error();
  const std::string& schema = plan.package->schema().name();
  DECANT_TRY(plan.provenance, provenance_->before_commit(schema, plan.package->provenance(), plan.removed.dropped));
  plan.keeps_provenance = options_.keeps_provenance;
  plan.state_in_dataset = options_.restores_state;
  DECANT_TRY(const auto before, workspace_->schema(schema));
  DECANT_TRY(const auto left, publish_package(plan, destination_, monitor_, report_));
  report_.add_schema_changes(before, plan.package->schema());
  FileBatch files;
  DECANT_TRY(provenance_->after_commit(schema, files));
  DECANT_TRY(workspace_->committed(plan.package->schema(), plan.state, left, files));
  // Where the dataset does not hold the state, the package alone knows it until it is on the disk.
  if (!options_.restores_state) DECANT_TRY(files.commit());
  return mark_loaded(plan.load_id, files);
}

Result<BegunSchema> PipelineRun::begin_schema(const std::string& source, Refresh refresh,
                                              const std::vector<schema::ResourceHints>& resources) {
  DECANT_TRY(auto begun, pipeline::begin_schema(*workspace_, source_, options_, source, refresh, resources));
  const auto note = [&](const std::vector<std::string>& tables, const char* what) {
    if (tables.empty()) return;
    std::string names;
    for (const auto& table : tables) names += (names.empty() ? "" : ", ") + table;
    monitor_.note("", "refresh " + std::string(to_string(refresh)) + ": " + what + " with this load: " + names);
  };
  note(begun.removed.dropped, "tables dropped");
  note(begun.removed.truncated, "tables emptied");
  return begun;
}

}  // namespace decant::pipeline
