#include <algorithm>
#include <future>
#include <utility>

#include "core/clock.h"
#include "json/write.h"
#include "package/load_id.h"
#include "pipeline/extract.h"
#include "pipeline/pending.h"
#include "pipeline/pipeline_run.h"
#include "pipeline/report_building.h"

namespace decant::pipeline {

namespace {

std::string note_of(const ResourceStates::LargeBoundary& boundary) {
  return std::to_string(boundary.records) + " records share the newest value of `" + boundary.cursor_path + "`, " +
         json::write(boundary.value) +
         ": their hashes are in the dataset's table _decant_boundary; dlt, which does not know it, would load these "
         "records again";
}

}  // namespace

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
    // What replaces or refreshes its table starts afresh, as in dlt.
    begin.is_dropped = hints.write_disposition == "replace" || options_.refresh != Refresh::none;
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
  manifest.target = target_;
  manifest.dev_mode = options_.dev_mode;
  manifest.refresh = to_string(options_.refresh);
  manifest.naming = schema.normalizers().names();
  manifest.keeps_provenance = options_.keeps_provenance;
  manifest.schema_settings = schema.settings().to_json();
  manifest.resources = with_options(options_, source_.resources());
  return manifest;
}

Result<PipelineRun::Extract> PipelineRun::open_extract(const std::optional<package::PackageInfo>& interrupted) {
  Extract extract;
  DECANT_TRY(auto begun, begin_schema(source_.name(), options_.refresh, source_.resources()));
  extract.removed = std::move(begun.removed);
  if (interrupted) {
    DECANT_TRY(extract.recorded, open_interrupted(store_, *interrupted,
                                                  {.source = source_,
                                                   .target = target_,
                                                   .base_state_version = workspace_->base_state_version(),
                                                   .refresh = options_.refresh,
                                                   .within = options_.resume_within},
                                                  monitor_));
  }
  package::Manifest manifest;
  if (extract.recorded) {
    manifest = extract.recorded->manifest();
  } else {
    DECANT_TRY(manifest, new_manifest(begun.schema));
  }
  extract.load_id = manifest.load_id;
  extract.folder = store_.folder() / manifest.load_id;
  DECANT_TRY(extract.normalizer, make_normalizer(std::move(begun.schema), manifest.load_id,
                                                 with_options(options_, present_hints(manifest, source_))));
  DECANT_TRY(extract.writer, open_writer(extract, std::move(manifest)));
  return extract;
}

/// The package that the extract is written to; there is none before it is known that its tables can be made.
Result<std::unique_ptr<package::PackageWriter>> PipelineRun::open_writer(const Extract& extract,
                                                                         package::Manifest manifest) {
  report_.extract_load_id = extract.load_id;
  report_.extract_recorded = true;
  if (!extract.recorded) return store_.create(std::move(manifest), {}, std::move(folders_));
  report_.resumed = true;
  monitor_.note("", "going on with the interrupted extract " + extract.load_id);
  return package::PackageWriter::resume(*extract.recorded, {}, std::move(folders_));
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
  std::optional<Slicing> slicing;
  if (may_slice(extract)) make_slicing(extract, states, slicing);
  auto extracted = extract_pages({.source = &source_,
                                  .writer = &extract.writer,
                                  .recorded = extract.recorded ? &*extract.recorded : nullptr,
                                  .normalizer = &extract.normalizer,
                                  .monitor = &monitor_,
                                  .destination = &destination_,
                                  .states = &states,
                                  .slicing = slicing ? &*slicing : nullptr,
                                  .concurrency = options_.concurrency,
                                  .queue_bytes = queue_share(options_),
                                  .most_queued = &report_.memory.queue},
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
  if (!is_empty && extract.normalizer && extract.normalizer->has_refused())
    error = with_fresh_start(std::move(error), options_.name, false);
  if (extract.normalizer) report_findings(*extract.normalizer, monitor_, report_);
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
  if (auto published = seal_and_publish(opened, *states); !published)
    return fail(with_fresh_start(std::move(published).error(), options_.name, true));
  return {};
}

/// Takes the whole state of the source away, and the boundaries of resources that do not run now.
void PipelineRun::forget_source(state::PipelineState& state, std::vector<package::BoundarySeal>& boundaries) const {
  json::Value& source = state.source(source_.name());
  const json::Value* resources = source.find("resources");
  if (resources != nullptr && resources->is_object()) {
    for (const auto& [name, resource] : resources->as_object()) {
      const bool runs = std::any_of(source_.resources().begin(), source_.resources().end(),
                                    [&](const auto& hints) { return hints.name == name; });
      if (runs) continue;
      for (auto& path : paths_in_table(resource))
        boundaries.push_back(
            {.resource = name, .cursor_path = std::move(path), .action = package::BoundaryAction::remove});
    }
  }
  source = json::Value::object();
}

Result<void> PipelineRun::seal_and_publish(Extract& extract, const ResourceStates& states) {
  PackageNormalizer& normalizer = *extract.normalizer;
  report_findings(normalizer, monitor_, report_);
  state::PipelineState changed = workspace_->state();
  std::vector<package::BoundarySeal> boundaries;
  if (options_.refresh == Refresh::drop_sources) forget_source(changed, boundaries);
  for (std::size_t i = 0; i < source_.resources().size(); ++i) {
    const std::string& name = source_.resources()[i].name;
    std::vector<ResourceStates::LargeBoundary> large;
    states.finish(i, source_.name(), name, changed, boundaries, large);
    for (const auto& boundary : large) monitor_.note(name, note_of(boundary));
  }
  const auto next = workspace_->next_state(std::move(changed), normalizer.schema().name());
  // As in dlt, a load that drops tables brings the state in any case.
  const bool has_state = next.differs_from_extracted() || !extract.removed.dropped.empty();
  const bool writes_state = has_state && options_.restores_state;
  const json::Value state = has_state ? next.shared_document() : json::Value();
  if (workspace_->lacks_import(normalizer.schema().name())) {
    DECANT_TRY(const auto hinted,
               normalizer.hinted_schema(writes_state && describes_state(state, normalizer.schema().name())));
    DECANT_TRY(workspace_->write_import(hinted, normalizer.schema()));
  }
  if (!writes_state && extract.removed.empty() && tables_to_load(normalizer).empty()) {
    extract.normalizer.reset();
    extract.writer.reset();
    extract.recorded.reset();
    report_.extract_recorded = false;
    DECANT_TRY(workspace_->keep_state(state));
    return store_.remove(extract.load_id);
  }
  DECANT_TRY(normalizer.finish_schema(writes_state && describes_state(state, normalizer.schema().name())));
  FileBatch note;
  DECANT_TRY(ProvenanceRecord::note(normalizer.provenance(), extract.folder, note));
  const auto base_state_version = extract.writer->manifest().base_state_version;
  // Beside the opening of the database.
  const auto sealing = std::async([&] { return extract.writer->seal(state, boundaries, std::move(note)); }).share();
  std::optional<package::PackageReader> log;
  if (!boundaries.empty()) {
    DECANT_TRY(sealing.get());
    DECANT_TRY(log, package::PackageReader::open(extract.folder));
  }
  return publish({.package = &normalizer,
                  .load_id = extract.load_id,
                  .pipeline = options_.name,
                  .state = state,
                  .log = log ? &*log : nullptr,
                  .boundaries = boundaries,
                  .base_state_version = base_state_version,
                  .removed = extract.removed,
                  .until_sealed = [&] { return sealing.get(); }});
}

}  // namespace decant::pipeline
