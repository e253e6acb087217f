#include "pipeline/pipeline_run.h"

#include <algorithm>
#include <utility>

#include "core/clock.h"
#include "json/write.h"
#include "package/load_id.h"
#include "pipeline/extract.h"
#include "pipeline/pending.h"

namespace decant::pipeline {

namespace {

std::vector<std::string> names_of(const source::Source& source) {
  std::vector<std::string> names;
  for (const auto& resource : source.resources()) names.push_back(resource.name);
  return names;
}

std::unexpected<Error> interrupted_error() {
  return fail(ErrorKind::cancelled, "interrupted", "run it again: it goes on where it stopped");
}

std::string note_of(const ResourceStates::LargeBoundary& boundary) {
  return std::to_string(boundary.records) + " records share the newest value of `" + boundary.cursor_path + "`, " +
         json::write(boundary.value) +
         ": their hashes are in the dataset's table _decant_boundary; dlt, which does not know it, would load these "
         "records again";
}

}  // namespace

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

PipelineRun::PipelineRun(const WorkingFolder& folder, source::Source& source, destination::Destination& destination,
                         const PipelineOptions& options, const CancelToken& cancel)
    : folder_(folder),
      source_(source),
      destination_(destination),
      options_(options),
      cancel_(cancel),
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
  // Before anything is asked of the source: what the destination cannot do is known by then.
  DECANT_TRY(check_dispositions(source_, destination_));
  DECANT_TRY(auto workspace, Workspace::open(folder_, options_, destination_, monitor_));
  workspace_.emplace(std::move(workspace));
  provenance_.emplace(folder_, destination_, monitor_,
                      ProvenanceRecord::Options{.dataset_exists = workspace_->dataset_exists(),
                                                .in_dataset = options_.keeps_provenance});
  DECANT_TRY(const auto pending, find_pending(store_, monitor_));
  for (const auto& info : pending.sealed) DECANT_TRY(load_sealed(info));
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

Result<void> PipelineRun::load_sealed(const package::PackageInfo& info) {
  const package::Manifest& manifest = *info.manifest;
  // A run from the start fetches everything again; this package alone would be a dataset with holes.
  if (workspace_->dataset_is_gone() && manifest.base_state_version) {
    monitor_.note(
        "", "package " + info.load_id + " was not loaded yet and is dropped: it continues a dataset that is gone");
    return store_.remove(info.load_id);
  }
  DECANT_TRY(const bool loaded, destination_.has_load(info.load_id));
  if (loaded) {
    report_.packages.push_back({.load_id = info.load_id, .already_loaded = true});
    DECANT_TRY(provenance_->recover(schema::schema_name_from(manifest.source), info.folder));
    if (!options_.restores_state && manifest.seal) DECANT_TRY(workspace_->keep_state(manifest.seal->state));
    return store_.mark_loaded(info.load_id);
  }
  monitor_.note("", "package " + info.load_id + " of an earlier run is loaded first");
  DECANT_TRY(const auto reader, store_.open(info.load_id));
  DECANT_TRY(auto schema, schema_of(manifest.source));
  DECANT_TRY(const auto normalizer,
             PackageNormalizer::make(std::move(schema), {.load_id = info.load_id,
                                                         .resources = with_contract(present_hints(manifest, source_)),
                                                         .spill = info.folder / "batches.spill",
                                                         .memory = memory_share(options_),
                                                         .normalize = normalize_options(destination_.capabilities())}));
  monitor_.begin(Step::normalize, info.load_id);
  auto normalized = normalize_package(*normalizer, reader, after_page());
  report_findings(*normalizer, monitor_, report_);
  if (!normalized) return normalized;
  const json::Value state = manifest.seal ? manifest.seal->state : json::Value();
  DECANT_TRY(normalizer->finish_schema(options_.restores_state && describes_state(state, normalizer->schema().name())));
  DECANT_TRY(publish({.package = normalizer.get(),
                      .load_id = info.load_id,
                      .pipeline = options_.name,
                      .state = state,
                      .log = &reader,
                      .boundaries = manifest.seal ? manifest.seal->boundaries : std::vector<package::BoundarySeal>(),
                      .base_state_version = manifest.base_state_version}));
  if (manifest.seal) {
    for (const auto& counts : manifest.seal->resources)
      count_resource(report_, {.resource = counts.resource, .pages = counts.pages, .records = counts.records});
  }
  return {};
}

Result<void> PipelineRun::publish(PublishPlan plan) {
  if (cancel_.cancelled()) return interrupted_error();
  const std::string& schema = plan.package->schema().name();
  DECANT_TRY(plan.provenance,
             provenance_->before_commit(schema, plan.package->provenance(), store_.folder() / plan.load_id));
  plan.keeps_provenance = options_.keeps_provenance;
  plan.state_in_dataset = options_.restores_state;
  DECANT_TRY(const auto before, workspace_->schema(schema));
  DECANT_TRY(publish_package(plan, destination_, monitor_, report_));
  report_.add_schema_changes(before, plan.package->schema());
  DECANT_TRY(provenance_->after_commit(schema));
  // Before the package counts as loaded: where the dataset does not hold the state, the package alone knows it still.
  DECANT_TRY(workspace_->committed(plan.package->schema(), plan.state));
  return store_.mark_loaded(plan.load_id);
}

/// The boundary hashes of a cursor that its state says are in the dataset's table.
Result<std::shared_ptr<const state::BoundarySet>> PipelineRun::stored_boundary(const std::string& resource,
                                                                               const std::string& cursor_path) {
  auto hashes = std::make_shared<state::BoundarySet>();
  DECANT_TRY(destination_.read_boundary(
      options_.name, {.source = source_.name(), .resource = resource, .cursor_path = cursor_path}, *hashes));
  if (hashes->empty())
    monitor_.note(resource, "the dataset has lost the hashes of the records that share the newest value of `" +
                                cursor_path + "`: records of that value may be loaded once more");
  return std::shared_ptr<const state::BoundarySet>(std::move(hashes));
}

Result<ResourceStates::Begin> PipelineRun::begin_state(std::size_t resource, const Extract& extract) {
  const auto& hints = source_.resources()[resource];
  ResourceStates::Begin begin;
  // Not behind the clock: after that was put back, load ids still grow.
  DECANT_TRY(const Micros began, package::instant_of(extract.load_id));
  begin.state.run_start = std::min(began, process_clock().now());
  const json::Value* before = workspace_->state().find_resource(source_.name(), hints.name);
  if (before != nullptr) {
    begin.paths_in_table = paths_in_table(*before);
    // What replaces its table starts afresh, as in dlt.
    begin.is_dropped = hints.write_disposition == "replace";
    if (!begin.is_dropped) begin.state.before = *before;
  }
  for (const auto& path : begin.paths_in_table) {
    if (begin.is_dropped) continue;
    DECANT_TRY(begin.state.stored_boundaries[path], stored_boundary(hints.name, path));
  }
  if (extract.recorded) {
    DECANT_TRY(begin.state.decided, extract.recorded->state_change(hints.name));
  }
  return begin;
}

Result<ResourceStates> PipelineRun::begin_states(const Extract& extract) {
  std::vector<ResourceStates::Begin> begin;
  for (std::size_t i = 0; i < source_.resources().size(); ++i) {
    DECANT_TRY(auto one, begin_state(i, extract));
    begin.push_back(std::move(one));
  }
  return ResourceStates(std::move(begin));
}

Result<schema::Schema> PipelineRun::schema_of(const std::string& source) {
  DECANT_TRY(auto schema, workspace_->schema(schema::schema_name_from(source)));
  if (source == source_.name()) {
    const auto& hints = source_.schema_hints();
    if (!hints.schema_contract.is_null()) DECANT_TRY(schema.settings().set_contract(hints.schema_contract));
    if (hints.root_key) schema.normalizers().set_root_key_propagation(hints.root_key);
  }
  if (!options_.schema_contract.is_null()) DECANT_TRY(schema.settings().set_contract(options_.schema_contract));
  return schema;
}

std::vector<schema::ResourceHints> PipelineRun::with_contract(std::vector<schema::ResourceHints> hints) const {
  if (options_.schema_contract.is_null()) return hints;
  for (auto& resource : hints) resource.properties["schema_contract"] = options_.schema_contract;
  return hints;
}

Result<package::Manifest> PipelineRun::new_manifest(const schema::Schema& schema) {
  DECANT_TRY(const auto newest, store_.newest());
  package::Manifest manifest;
  manifest.load_id = package::make_load_id(process_clock(), newest ? newest->load_id : std::string());
  manifest.run = manifest.load_id;
  manifest.pipeline = options_.name;
  manifest.source = source_.name();
  manifest.created_by = "decant " DECANT_VERSION;
  manifest.fingerprint = source_.fingerprint();
  manifest.base_state_version = workspace_->base_state_version();
  manifest.naming = schema.normalizers().names();
  manifest.keeps_provenance = options_.keeps_provenance;
  manifest.schema_settings = schema.settings().to_json();
  manifest.resources = with_contract(source_.resources());
  return manifest;
}

Result<PipelineRun::Extract> PipelineRun::open_extract(const std::optional<package::PackageInfo>& interrupted) {
  Extract extract;
  DECANT_TRY(auto schema, schema_of(source_.name()));
  if (interrupted) {
    DECANT_TRY(extract.recorded,
               open_interrupted(store_, *interrupted, source_, workspace_->base_state_version(), monitor_));
  }
  package::Manifest manifest;
  if (extract.recorded) {
    manifest = extract.recorded->manifest();
  } else {
    DECANT_TRY(manifest, new_manifest(schema));
  }
  extract.load_id = manifest.load_id;
  extract.folder = store_.folder() / manifest.load_id;
  DECANT_TRY(extract.normalizer,
             PackageNormalizer::make(std::move(schema), {.load_id = manifest.load_id,
                                                         .resources = with_contract(present_hints(manifest, source_)),
                                                         .spill = extract.folder / "batches.spill",
                                                         .memory = memory_share(options_),
                                                         .normalize = normalize_options(destination_.capabilities())}));
  DECANT_TRY(extract.writer, open_writer(extract, std::move(manifest)));
  return extract;
}

/// The package that the extract is written to; there is none before it is known that its tables can be made.
Result<std::unique_ptr<package::PackageWriter>> PipelineRun::open_writer(const Extract& extract,
                                                                         package::Manifest manifest) {
  report_.extract_load_id = extract.load_id;
  report_.extract_recorded = true;
  if (!extract.recorded) return store_.create(std::move(manifest));
  report_.resumed = true;
  monitor_.note("", "going on with the interrupted extract " + extract.load_id);
  return package::PackageWriter::resume(*extract.recorded);
}

Result<void> PipelineRun::extract(Extract& extract, ResourceStates& states) {
  if (extract.recorded) {
    const auto& recorded = extract.recorded->statistics().resources;
    for (std::size_t i = 0; i < recorded.size() && i < source_.resources().size(); ++i) {
      monitor_.counters(i).pages.store(recorded[i].pages);
      monitor_.counters(i).records.store(recorded[i].records);
    }
  }
  report_.extract.started = process_clock().now();
  monitor_.begin(Step::extract, extract.load_id);
  auto extracted = extract_pages({.source = &source_,
                                  .writer = extract.writer.get(),
                                  .recorded = extract.recorded ? &*extract.recorded : nullptr,
                                  .normalizer = extract.normalizer.get(),
                                  .monitor = &monitor_,
                                  .states = &states,
                                  .concurrency = options_.concurrency,
                                  .queue_bytes = memory_share(options_)},
                                 cancel_);
  report_.extract.finished = process_clock().now();
  return extracted;
}

Result<void> PipelineRun::end_normalizing(Extract& extract) {
  report_.normalize.started = process_clock().now();
  monitor_.begin(Step::normalize, extract.load_id);
  DECANT_TRY(extract.normalizer->finish());
  if (extract.normalizer->has_deferred()) {
    DECANT_TRY(extract.writer->sync());
    DECANT_TRY(const auto reader, package::PackageReader::open(extract.folder));
    DECANT_TRY(extract.normalizer->finish_deferred(reader, after_page()));
  }
  report_.normalize.finished = process_clock().now();
  return {};
}

/// Ends an extract that failed: what it recorded stays for the next run; nothing is kept of one that recorded nothing.
Result<void> PipelineRun::abandon(Extract& extract, Error error) {
  const bool is_empty = extract.writer->statistics().entries == 0;
  report_findings(*extract.normalizer, monitor_, report_);
  extract.normalizer.reset();
  extract.writer.reset();
  extract.recorded.reset();
  if (is_empty) {
    report_.extract_recorded = false;
    if (auto removed = store_.remove(extract.load_id); !removed) error.within(removed.error().message);
  }
  return fail(std::move(error));
}

Result<void> PipelineRun::extract_and_load(const std::optional<package::PackageInfo>& interrupted) {
  if (cancel_.cancelled()) return interrupted_error();
  DECANT_TRY(auto opened, open_extract(interrupted));
  auto states = begin_states(opened);
  if (!states) return abandon(opened, std::move(states).error());
  if (auto extracted = extract(opened, *states); !extracted) return abandon(opened, std::move(extracted).error());
  if (auto ended = end_normalizing(opened); !ended) return abandon(opened, std::move(ended).error());
  return seal_and_publish(opened, *states);
}

Result<void> PipelineRun::seal_and_publish(Extract& extract, const ResourceStates& states) {
  PackageNormalizer& normalizer = *extract.normalizer;
  report_findings(normalizer, monitor_, report_);
  state::PipelineState changed = workspace_->state();
  std::vector<package::BoundarySeal> boundaries;
  for (std::size_t i = 0; i < source_.resources().size(); ++i) {
    const std::string& name = source_.resources()[i].name;
    std::vector<ResourceStates::LargeBoundary> large;
    states.finish(i, source_.name(), name, changed, boundaries, large);
    for (const auto& boundary : large) monitor_.note(name, note_of(boundary));
  }
  const auto next = workspace_->next_state(std::move(changed), normalizer.schema().name());
  const bool has_state = next.differs_from_extracted();
  const bool writes_state = has_state && options_.restores_state;
  const json::Value state = has_state ? next.shared_document() : json::Value();
  if (workspace_->lacks_import(normalizer.schema().name())) {
    DECANT_TRY(const auto hinted,
               normalizer.hinted_schema(writes_state && describes_state(state, normalizer.schema().name())));
    DECANT_TRY(workspace_->write_import(hinted, normalizer.schema()));
  }
  if (!writes_state && tables_to_load(normalizer).empty()) {
    extract.normalizer.reset();
    extract.writer.reset();
    extract.recorded.reset();
    report_.extract_recorded = false;
    DECANT_TRY(workspace_->keep_state(state));
    return store_.remove(extract.load_id);
  }
  DECANT_TRY(normalizer.finish_schema(writes_state && describes_state(state, normalizer.schema().name())));
  DECANT_TRY(extract.writer->seal(state, boundaries));
  std::optional<package::PackageReader> log;
  if (!boundaries.empty()) {
    DECANT_TRY(log, package::PackageReader::open(extract.folder));
  }
  return publish({.package = &normalizer,
                  .load_id = extract.load_id,
                  .pipeline = options_.name,
                  .state = state,
                  .log = log ? &*log : nullptr,
                  .boundaries = std::move(boundaries),
                  .base_state_version = extract.writer->manifest().base_state_version});
}

}  // namespace decant::pipeline
