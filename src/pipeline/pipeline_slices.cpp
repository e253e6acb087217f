#include <utility>

#include "core/clock.h"
#include "core/fault.h"
#include "package/load_id.h"
#include "pipeline/pipeline_run.h"
#include "pipeline/report_building.h"

namespace decant::pipeline {

namespace {

/// Where a package keeps what its run had of a boundary before it: a sequence without records.
constexpr const char* kCarriedSequence = "carried";

}  // namespace

bool PipelineRun::may_slice(const Extract& extract) {
  if (!options_.package_size.is_set()) return false;
  std::string objection = objection_to_slices(source_);
  if (objection.empty() && options_.refresh != Refresh::none) objection = "the run refreshes";
  if (objection.empty() && extract.normalizer->has_deferred()) objection = "resources share a table";
  if (objection.empty() && workspace_->lacks_import(extract.normalizer->schema().name()))
    objection = "the import file of the schema is to be written first";
  if (objection.empty()) return true;
  monitor_.note("", "`package_size` has no effect, the run is one package: " + objection);
  return false;
}

void PipelineRun::make_slicing(Extract& extract, const ResourceStates& states, std::optional<Slicing>& slicing) {
  auto hints = extract.normalizer->hints();
  slicing.emplace(options_.package_size,
                  Slicing::Steps{.cut = [&] { return cut(extract, states); },
                                 .normalizer =
                                     [this, hints](schema::Schema schema, const std::string& load_id) {
                                       return make_normalizer(std::move(schema), load_id, hints);
                                     },
                                 .publish = [this](Slicing::Ended slice) { return publish_slice(std::move(slice)); },
                                 .can_cut = [&] { return !states.has_large_boundary(); }});
}

Result<std::unique_ptr<PackageNormalizer>> PipelineRun::make_normalizer(schema::Schema schema,
                                                                        const std::string& load_id,
                                                                        std::vector<schema::ResourceHints> hints) {
  return PackageNormalizer::make(std::move(schema), {.load_id = load_id,
                                                     .resources = std::move(hints),
                                                     .spill = store_.folder() / load_id / "batches.spill",
                                                     .memory = memory_share(options_),
                                                     .normalize = normalize_options(destination_.capabilities())});
}

/// Seals the package that is written to and begins the next one. Of the states only those go with it that a run could
/// begin with; the others wait for the end.
Result<Slicing::Cut> PipelineRun::cut(Extract& extract, const ResourceStates& states) {
  const std::string schema = schema::schema_name_from(source_.name());
  state::PipelineState changed = workspace_->state();
  std::vector<package::BoundarySeal> boundaries;
  for (std::size_t i = 0; i < source_.resources().size(); ++i) {
    const std::string& name = source_.resources()[i].name;
    if (!source_.objection_to_restart(name).empty()) continue;
    std::vector<ResourceStates::LargeBoundary> large;
    states.finish(i, source_.name(), name, changed, boundaries, large);
  }
  DECANT_CHECK(boundaries.empty());
  const auto next = workspace_->next_state(std::move(changed), schema);
  Slicing::Cut cut{.load_id = extract.load_id,
                   .state = next.differs_from_extracted() ? next.shared_document() : json::Value(),
                   .describes_state = false,
                   .base_state_version = extract.writer->manifest().base_state_version,
                   .next_load_id = package::make_load_id(process_clock(), extract.load_id)};
  const bool writes_state = !cut.state.is_null() && options_.restores_state;
  cut.describes_state = writes_state && describes_state(cut.state, schema);
  DECANT_TRY(extract.writer->seal(cut.state));
  DECANT_FAULT_POINT("pipeline.slice_cut");
  package::Manifest manifest = extract.writer->manifest();
  manifest.load_id = cut.next_load_id;
  ++manifest.slice;
  manifest.state = package::PackageState::extracting;
  manifest.seal.reset();
  if (writes_state) manifest.base_state_version = next.version();
  DECANT_TRY(begin_slice(extract, states, std::move(manifest)));
  return cut;
}

/// The boundaries so far go into the new package: should they outgrow the state, its log alone has them.
Result<void> PipelineRun::begin_slice(Extract& extract, const ResourceStates& states, package::Manifest manifest) {
  extract.load_id = manifest.load_id;
  extract.folder = store_.folder() / manifest.load_id;
  DECANT_TRY(extract.writer, store_.create(std::move(manifest)));
  DECANT_TRY(extract.writer->settle());
  for (std::size_t i = 0; i < source_.resources().size(); ++i) {
    auto boundary = states.boundary_so_far(i);
    if (!boundary) continue;
    state::Page carried;
    carried.address = {.resource = source_.resources()[i].name, .sequence = kCarriedSequence, .page = 0};
    carried.change.boundary = std::move(*boundary);
    carried.last = true;
    DECANT_TRY(extract.writer->page(carried));
  }
  return {};
}

Result<void> PipelineRun::publish_slice(Slicing::Ended slice) {
  PackageNormalizer& normalizer = *slice.normalizer;
  report_findings(normalizer, monitor_, report_);
  report_.extract_load_id = slice.cut.next_load_id;
  const bool writes_state = !slice.cut.state.is_null() && options_.restores_state;
  if (!writes_state && tables_to_load(normalizer).empty()) {
    DECANT_TRY(workspace_->keep_state(slice.cut.state));
    return store_.remove(slice.cut.load_id);
  }
  DECANT_TRY(note_provenance(normalizer, slice.cut.load_id));
  DECANT_TRY(publish({.package = &normalizer,
                      .load_id = slice.cut.load_id,
                      .pipeline = options_.name,
                      .state = slice.cut.state,
                      .log = nullptr,
                      .boundaries = {},
                      .base_state_version = slice.cut.base_state_version}));
  monitor_.begin(Step::extract, slice.cut.next_load_id);
  return {};
}

}  // namespace decant::pipeline
