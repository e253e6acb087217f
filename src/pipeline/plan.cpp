#include "pipeline/plan.h"

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

#include "core/clock.h"
#include "core/hash.h"
#include "destination/name_check.h"
#include "package/package_reader.h"
#include "package/package_store.h"
#include "pipeline/pending.h"
#include "pipeline/plan_sampling.h"
#include "pipeline/publish.h"
#include "pipeline/resource_states.h"
#include "pipeline/run_schema.h"
#include "pipeline/working_folder.h"
#include "pipeline/workspace.h"
#include "schema/system_tables.h"

namespace decant::pipeline {

namespace {

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

/// Bytes of batches that may lie in memory; what a package has beyond them goes to a file that is removed.
std::filesystem::path spill_file() {
  std::error_code error;
  return std::filesystem::temp_directory_path(error) / ("decant-plan-" + random_hex(16));
}

PlanReport begin_plan(const PipelineOptions& options, const destination::Destination& destination) {
  PlanReport report;
  report.pipeline = options.name;
  report.destination = destination.location();
  report.dataset = destination.dataset();
  report.commit = destination.capabilities().commit;
  report.replace = destination.capabilities().replace;
  report.memory = options.memory;
  return report;
}

PlannedTable planned(const schema::Table& table, const schema::Schema& before, const schema::Schema& after,
                     std::uint64_t rows) {
  PlannedTable planned{.table = table.name(),
                       .write_disposition = after.root_of(table).properties().text_or("write_disposition", "append"),
                       .rows = rows,
                       .is_new = false,
                       .columns = {}};
  const schema::Table* known = before.find(table.name());
  planned.is_new = known == nullptr || !known->has_seen_data();
  for (const auto& column : table.columns()) {
    if (!column.data_type) continue;
    const schema::Column* was = known == nullptr ? nullptr : known->find(column.name);
    if (!planned.is_new && was != nullptr && was->data_type) continue;
    planned.columns.push_back(column.name + " " + std::string(to_string(*column.data_type)));
  }
  return planned;
}

/// What of the dataset's rows a load takes away.
void add_destructive(const RemovedTables& removed, const schema::Schema& before, PlanReport& report) {
  if (!removed.dropped.empty()) report.destructive.push_back("tables are dropped: " + joined(removed.dropped));
  if (!removed.truncated.empty()) report.destructive.push_back("tables are emptied: " + joined(removed.truncated));
  std::vector<std::string> replaced;
  for (const auto& table : report.tables) {
    const schema::Table* known = before.find(table.table);
    if (table.write_disposition == "replace" && known != nullptr && known->has_seen_data())
      replaced.push_back(table.table);
  }
  if (!replaced.empty()) report.destructive.push_back("rows are replaced: " + joined(replaced));
}

/// Fills in what the normalized pages say.
Result<void> conclude(PackageNormalizer& normalizer, const schema::Schema& before, const RemovedTables& removed,
                      const destination::Destination& destination, PlanReport& report) {
  const schema::Schema& after = normalizer.schema();
  DECANT_TRY(destination::check_names(after, destination.capabilities()));
  destination::LoadShape shape;
  std::set<std::string> added;
  for (const schema::Table* table : tables_to_load(normalizer)) {
    const auto rows = normalizer.batches().rows().find(table->name());
    report.tables.push_back(
        planned(*table, before, after, rows == normalizer.batches().rows().end() ? 0 : rows->second));
    if (report.tables.back().is_new) added.insert(table->name());
    ++shape.tables;
    shape.columns += table->columns().size();
    shape.widest = std::max(shape.widest, table->columns().size());
    shape.merges = shape.merges || report.tables.back().write_disposition == "merge";
  }
  for (auto& change : schema::changes_between(before, after)) {
    const bool is_new_column = change.property.empty() && change.before.is_null();
    if (change.table.empty() || schema::is_system_name(change.table) || added.contains(change.table) || is_new_column)
      continue;
    report.changes.push_back(std::move(change));
  }
  add_destructive(removed, before, report);
  report.findings = normalizer.findings().all();
  report.engine = destination.engine_memory(shape);
  return {};
}

/// Keeps a contract's refusal as part of the plan.
Result<void> take_refusal(Result<void> outcome, PlanReport& report) {
  if (outcome || outcome.error().kind != ErrorKind::contract) return outcome;
  report.refused = std::move(outcome).error();
  return {};
}

Result<std::vector<source::ResourceState>> states_of(const source::Source& source, const Workspace& workspace,
                                                     destination::Destination& destination,
                                                     const PipelineOptions& options) {
  std::vector<source::ResourceState> states;
  for (const auto& hints : source.resources()) {
    auto& state = states.emplace_back();
    state.run_start = process_clock().now();
    const json::Value* before = workspace.state().find_resource(source.name(), hints.name);
    if (before == nullptr || hints.write_disposition == "replace" || options.refresh != Refresh::none) continue;
    state.before = *before;
    for (const auto& path : paths_in_table(*before)) {
      auto hashes = std::make_shared<state::BoundarySet>();
      DECANT_TRY(destination.read_boundary(
          options.name, {.source = source.name(), .resource = hints.name, .cursor_path = path}, *hashes));
      state.stored_boundaries[path] = std::move(hashes);
    }
  }
  return states;
}

/// What the destination would not let a load do; what ends every load is an error.
Result<void> add_missing_rights(destination::Destination& destination, PlanReport& report) {
  DECANT_TRY(const auto missing, destination.missing_rights());
  for (const auto& right : missing) report.notes.push_back({"", right});
  return {};
}

Result<void> add_pending(const WorkingFolder& folder, const package::Target& target, PlanReport& report) {
  DECANT_TRY(const auto packages, package::PackageStore(folder.packages()).list());
  for (const auto& info : packages) {
    if (info.is(package::PackageState::loaded)) continue;
    const auto state = info.manifest ? to_string(info.manifest->state) : std::string_view("damaged");
    report.pending.push_back(info.load_id + " (" + std::string(state) + ")");
    if (info.is(package::PackageState::sealed)) DECANT_TRY(check_target(*info.manifest, target));
  }
  return {};
}

}  // namespace

Result<PlanReport> plan(source::Source& source, destination::Destination& destination, const PipelineOptions& options,
                        const CancelToken& cancel) {
  DECANT_TRY(const auto folder, WorkingFolder::at(options.pipelines_dir, options.name));
  DECANT_TRY(folder.refuse_pending_of_dlt());
  PlanReport report = begin_plan(options, destination);
  DECANT_TRY(add_pending(folder, target_of(destination), report));
  RunMonitor monitor({}, nullptr);
  for (const auto& [resource, text] : disposition_notes(source, destination)) monitor.note(resource, text);
  const auto objection = options.package_size.is_set() ? objection_to_slices(source) : std::string();
  if (!objection.empty()) monitor.note("", "`package_size` has no effect, the run is one package: " + objection);
  DECANT_TRY(const auto workspace, Workspace::open(folder, options, destination, monitor));
  report.dataset_exists = workspace.dataset_exists();
  DECANT_TRY(const auto begun,
             begin_schema(workspace, source, options, source.name(), options.refresh, source.resources()));
  DECANT_TRY(const auto normalizer,
             PackageNormalizer::make(begun.schema, {.load_id = "0.0",
                                                    .resources = with_options(options, source.resources()),
                                                    .spill = spill_file(),
                                                    .memory = options.memory / 4,
                                                    .normalize = normalize_options(destination.capabilities())}));
  DECANT_TRY(const auto states, states_of(source, workspace, destination, options));
  for (const auto& hints : source.resources())
    report.resources.push_back({.resource = hints.name, .write_disposition = hints.write_disposition});
  PlanSampling sampling(source, *normalizer, monitor, states, report.resources);
  DECANT_TRY(take_refusal(sampling.run(cancel), report));
  DECANT_TRY(conclude(*normalizer, begun.schema, begun.removed, destination, report));
  report.notes = monitor.notes();
  DECANT_TRY(add_missing_rights(destination, report));
  return report;
}

Result<PlanReport> plan_from(const std::filesystem::path& package_folder, destination::Destination& destination,
                             const PipelineOptions& options, const CancelToken& cancel) {
  DECANT_TRY(const auto reader, open_complete(package_folder));
  const package::Manifest& manifest = reader.manifest();
  PlanReport report = begin_plan(options, destination);
  if (report.pipeline.empty()) report.pipeline = manifest.pipeline;
  report.from = manifest.load_id;
  DECANT_TRY(const bool is_loaded, destination.has_load(manifest.load_id));
  if (is_loaded) {
    report.dataset_exists = true;
    report.notes.push_back({"", "the dataset holds package " + manifest.load_id + " already: nothing would be done"});
    return report;
  }
  DECANT_TRY(const auto dataset, destination.inspect(manifest.pipeline));
  report.dataset_exists = dataset.exists;
  DECANT_TRY(const auto begun, replayed_schema(manifest, dataset, destination.capabilities()));
  DECANT_TRY(const auto normalizer,
             PackageNormalizer::make(begun.schema, {.load_id = manifest.load_id,
                                                    .resources = hints_of(manifest),
                                                    .spill = spill_file(),
                                                    .memory = options.memory / 4,
                                                    .normalize = normalize_options(destination.capabilities())}));
  for (const auto& hints : manifest.resources)
    report.resources.push_back({.resource = hints.name, .write_disposition = hints.write_disposition});
  for (std::size_t i = 0; i < manifest.seal->resources.size() && i < report.resources.size(); ++i) {
    report.resources[i].pages = manifest.seal->resources[i].pages;
    report.resources[i].records = manifest.seal->resources[i].records;
    DECANT_TRY(const auto change, reader.state_change(report.resources[i].resource));
    report.resources[i].state_change = state_change_of(change);
  }
  DECANT_TRY(take_refusal(normalize_package(*normalizer, reader,
                                            [&cancel](std::uint64_t) -> Result<void> {
                                              if (cancel.cancelled()) return fail(ErrorKind::cancelled, "interrupted");
                                              return {};
                                            }),
                          report));
  DECANT_TRY(conclude(*normalizer, begun.schema, begun.removed, destination, report));
  DECANT_TRY(add_missing_rights(destination, report));
  return report;
}

}  // namespace decant::pipeline
