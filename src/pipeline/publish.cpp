#include "pipeline/publish.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/clock.h"
#include "core/fault.h"
#include "core/hash.h"
#include "core/memory.h"
#include "package/load_id.h"
#include "pipeline/recorded_boundary.h"
#include "schema/system_tables.h"
#include "state/pipeline_state.h"
#include "state/state_text.h"

namespace decant::pipeline {

namespace {

/// Less than that, of batches, is not worth the milliseconds that giving it back takes.
constexpr std::size_t kMuchMemory = std::size_t{16} << 20;

std::uint64_t rows_of(PackageNormalizer& package, const std::string& table) {
  const auto& rows = package.batches().rows();
  const auto found = rows.find(table);
  return found == rows.end() ? 0 : found->second;
}

void note_memory(normalize::BatchStore& batches, MemoryUse& memory) {
  memory.open_rows = std::max(memory.open_rows, batches.open_rows().most());
  memory.batches = std::max(memory.batches, batches.most());
  memory.spilled = std::max(memory.spilled, batches.spilled());
}

std::string disposition_of(const schema::Schema& schema, const schema::Table& table) {
  return schema.root_of(table).properties().text_or("write_disposition", "append");
}

/// Whether a table is that of a resource's nested list with a key of its own, and is replaced by each load.
bool is_replaced_beside(const schema::Table& table, const schema::Table& root, const schema::ResourceHints& hints) {
  return table.is_root() && table.has_seen_data() && table.name().starts_with(root.name()) &&
         table.properties().text_or("resource", "") == hints.name &&
         table.properties().text_or("write_disposition", "append") == "replace";
}

/// Names of the root tables that take part.
std::set<std::string> roots_to_load(PackageNormalizer& package) {
  const schema::Schema& schema = package.schema();
  std::set<std::string> roots;
  for (const auto& [name, rows] : package.batches().rows()) {
    const schema::Table* table = schema.find(name);
    if (table != nullptr && rows > 0) roots.insert(schema.root_of(*table).name());
  }
  for (std::size_t i = 0; i < package.hints().size(); ++i) {
    // Nothing of a skipped resource is loaded; the table that it filled in other runs stays as it is.
    if (package.hints()[i].write_disposition == "skip") continue;
    const schema::Table* table = schema.find(package.root_table(i));
    if (table == nullptr) continue;
    if (disposition_of(schema, *table) == "replace") roots.insert(schema.root_of(*table).name());
    for (const auto& other : schema.tables()) {
      if (is_replaced_beside(other, *table, package.hints()[i])) roots.insert(other.name());
    }
  }
  return roots;
}

/// Appends a table and those nested in it, each behind its parent, in the schema's order.
void append_chain(PackageNormalizer& package, const schema::Table& table, std::vector<const schema::Table*>& tables) {
  if (std::find(tables.begin(), tables.end(), &table) != tables.end()) return;
  if (table.has_seen_data() || rows_of(package, table.name()) > 0) tables.push_back(&table);
  for (const auto& nested : package.schema().tables()) {
    if (!nested.is_root() && nested.parent() == table.name()) append_chain(package, nested, tables);
  }
}

Result<destination::StateRow> state_row(const json::Value& state, Micros created_at) {
  destination::StateRow row;
  row.version = state.integer_or("_state_version", 0);
  row.engine_version = state.integer_or("_state_engine_version", state::kStateEngineVersion);
  row.pipeline_name = state.text_or("pipeline_name", "");
  row.version_hash = state.text_or("_version_hash", "");
  row.created_at = created_at;
  DECANT_TRY(row.state, state::encode_state_text(state));
  return row;
}

void count_rows(RunReport& report, const std::string& table, std::uint64_t rows) {
  const auto found =
      std::find_if(report.tables.begin(), report.tables.end(), [&](const auto& entry) { return entry.first == table; });
  if (found == report.tables.end()) {
    report.tables.emplace_back(table, rows);
  } else {
    found->second += rows;
  }
}

Result<destination::LoadRequest> make_request(const PublishPlan& plan,
                                              const std::vector<const schema::Table*>& tables) {
  destination::LoadRequest request;
  request.load_id = plan.load_id;
  request.pipeline_name = plan.pipeline;
  request.schema = &plan.package->schema();
  request.base_state_version = plan.base_state_version;
  request.check_state_version = plan.check_state_version;
  request.provenance = plan.provenance;
  request.dropped_tables = plan.removed.dropped;
  request.truncated_tables = plan.removed.truncated;
  request.keeps_provenance = plan.keeps_provenance;
  DECANT_TRY(request.inserted_at, package::instant_of(plan.load_id));
  if (!plan.state.is_null() && plan.state_in_dataset) DECANT_TRY(add_state(plan.state, request));
  for (const schema::Table* table : tables) {
    destination::TableLoad load;
    load.table = table;
    load.write_disposition = disposition_of(*request.schema, *table);
    load.row_count = rows_of(*plan.package, table->name());
    if (load.row_count > 0) load.rows = plan.package->batches().read(*table);
    request.tables.push_back(std::move(load));
  }
  return request;
}

Result<void> add_boundaries(const PublishPlan& plan, destination::LoadRequest& request) {
  for (const auto& boundary : plan.boundaries) {
    destination::BoundaryLoad load;
    load.key = {
        .source = plan.log->manifest().source, .resource = boundary.resource, .cursor_path = boundary.cursor_path};
    load.replaces = boundary.action != package::BoundaryAction::extend;
    if (boundary.action != package::BoundaryAction::remove) {
      DECANT_TRY(load.added, RecordedBoundary::open(*plan.log, boundary.resource));
    }
    request.boundaries.push_back(std::move(load));
  }
  return {};
}

}  // namespace

Result<void> add_state(const json::Value& state, destination::LoadRequest& request) {
  DECANT_TRY(request.state, state_row(state, request.inserted_at));
  RowIdHasher hasher;
  request.state_row_id = hasher.hash(request.load_id + std::string(schema::kPipelineStateTable));
  return {};
}

std::vector<const schema::Table*> tables_to_load(PackageNormalizer& package) {
  const schema::Schema& schema = package.schema();
  const auto roots = roots_to_load(package);
  std::vector<const schema::Table*> tables;
  for (const auto& table : schema.tables()) {
    if (roots.contains(table.name()) && disposition_of(schema, table) != "skip") append_chain(package, table, tables);
  }
  return tables;
}

bool describes_state(const json::Value& state, const std::string& schema) {
  return !state.is_null() && state.text_or("default_schema_name", "") == schema;
}

Result<std::optional<destination::MarkedDataset>> publish_package(const PublishPlan& plan,
                                                                  destination::Destination& destination,
                                                                  RunMonitor& monitor, RunReport& report) {
  const auto tables = tables_to_load(*plan.package);
  DECANT_TRY(auto request, make_request(plan, tables));
  if (!plan.state.is_null()) DECANT_TRY(add_boundaries(plan, request));
  request.until_sealed = plan.until_sealed;
  request.on_progress = [&monitor](std::string_view, std::uint64_t rows) {
    monitor.count_loaded(rows);
    monitor.tick();
  };
  const Micros started = process_clock().now();
  monitor.begin(Step::load, plan.load_id);
  DECANT_FAULT_POINT("pipeline.before_publish");
  // The destination's own memory comes in the place of what the extract needed.
  if (plan.package->batches().most() >= kMuchMemory) give_back_free_memory();
  auto published = destination.publish(std::move(request));
  if (!published) return fail(std::move(published).error().within("loading package " + plan.load_id));
  DECANT_FAULT_POINT("pipeline.after_publish");
  note_memory(plan.package->batches(), report.memory);
  monitor.flush();
  report.load = {.started = started, .finished = process_clock().now()};
  report.packages.push_back({.load_id = plan.load_id, .already_loaded = published->already_loaded});
  if (published->already_loaded) return std::nullopt;
  report.locked_for = std::max(report.locked_for, published->locked_for);
  for (const schema::Table* table : tables) count_rows(report, table->name(), rows_of(*plan.package, table->name()));
  if (!plan.state.is_null() && plan.state_in_dataset) count_rows(report, std::string(schema::kPipelineStateTable), 1);
  std::move(published->new_tables.begin(), published->new_tables.end(), std::back_inserter(report.new_tables));
  std::move(published->new_columns.begin(), published->new_columns.end(), std::back_inserter(report.new_columns));
  return std::move(published->left);
}

}  // namespace decant::pipeline
