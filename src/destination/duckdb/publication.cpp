#include "destination/duckdb/publication.h"

#include <utility>
#include <vector>

#include "core/fault.h"
#include "destination/duckdb/boundary_table.h"
#include "destination/duckdb/merge.h"
#include "destination/duckdb/provenance_table.h"
#include "destination/duckdb/system_rows.h"
#include "destination/duckdb/table_writer.h"
#include "destination/loaded_state.h"
#include "destination/provenance_row.h"
#include "json/write.h"
#include "schema/system_tables.h"

namespace decant::destination {

namespace {

using duckdb::Instant;

}  // namespace

Result<LoadReport> Publication::run() {
  std::vector<std::string_view> wanted(kSystemTables.begin(), kSystemTables.end());
  for (const auto& load : request_.tables) wanted.emplace_back(load.table->name());
  wanted.emplace_back(kBoundaryTable);
  wanted.emplace_back(kColumnsTable);
  DECANT_TRY(layout_.read(wanted));
  DECANT_TRY(report_.already_loaded, SystemRows(connection_, layout_).has_load(request_.load_id));
  if (report_.already_loaded) return report_;
  DECANT_TRY(const auto newest, SystemRows(connection_, layout_).newest_state(request_.pipeline_name));
  DECANT_TRY(check_base_state(request_, newest));
  DECANT_TRY(migrate());
  DECANT_TRY(store_schema());
  auto& tables = request_.tables;
  for (std::size_t first = 0; first < tables.size();) {
    std::size_t last = first + 1;
    while (last < tables.size() && !tables[last].table->is_root()) ++last;
    DECANT_TRY(load_chain(std::span(tables).subspan(first, last - first)));
    first = last;
  }
  DECANT_TRY(store_state());
  for (auto& boundary : request_.boundaries) {
    DECANT_TRY(BoundaryTable(connection_, layout_).change(request_.pipeline_name, request_.load_id, boundary));
  }
  DECANT_TRY(store_provenance());
  DECANT_TRY(store_load());
  return std::move(report_);
}

Result<void> Publication::migrate() {
  DECANT_TRY(layout_.migrate(schema::version_table(), nullptr));
  DECANT_TRY(layout_.migrate(schema::loads_table(), nullptr));
  if (request_.state) DECANT_TRY(layout_.migrate(schema::pipeline_state_table(), nullptr));
  for (const auto& load : request_.tables) {
    if (load.rows) DECANT_TRY(layout_.migrate(*load.table, &report_));
  }
  return {};
}

Result<void> Publication::store_schema() {
  const auto& schema = *request_.schema;
  DECANT_TRY(const bool known, SystemRows(connection_, layout_).has_schema(schema.version_hash()));
  if (known) return {};
  const std::string document = json::write(schema.to_json());
  DECANT_TRY(connection_.execute(
      "INSERT INTO " + layout_.path_of(schema::kVersionTable) +
          " (version, engine_version, inserted_at, schema_name, version_hash, schema) VALUES (?, ?, ?, ?, ?, ?)",
      {schema.version(), schema::kEngineVersion, Instant{request_.inserted_at}, std::string_view(schema.name()),
       std::string_view(schema.version_hash()), std::string_view(document)}));
  return {};
}

Result<void> Publication::load_chain(std::span<TableLoad> chain) {
  const auto& disposition = chain.front().write_disposition;
  if (disposition == "append") return append(chain);
  if (disposition == "replace") return replace(chain);
  if (disposition == "merge") return merge(chain);
  return fail(ErrorKind::internal,
              "unknown write disposition of table " + chain.front().table->name() + ": " + disposition);
}

Result<void> Publication::append(std::span<TableLoad> loads) {
  for (const auto& load : loads) {
    DECANT_TRY(append(load));
    DECANT_FAULT_POINT("publish.after_table");
  }
  return {};
}

Result<void> Publication::append(const TableLoad& load) {
  const StoredTable* const stored = layout_.find(load.table->name());
  if (!load.rows || stored == nullptr) return {};
  const auto progress = [&](std::uint64_t rows) {
    if (request_.on_progress) request_.on_progress(load.table->name(), rows);
  };
  auto writer = TableWriter::open(connection_, layout_, *stored, *load.table);
  auto written = writer ? writer->write(*load.rows, progress) : fail(std::move(writer).error());
  if (!written) return fail(std::move(written).error().within("loading table " + load.table->name()));
  return {};
}

Result<void> Publication::replace(std::span<TableLoad> chain) {
  for (const auto& load : chain) {
    const StoredTable* const stored = layout_.find(load.table->name());
    if (stored == nullptr || stored->is_new) continue;
    DECANT_TRY(connection_.execute("DELETE FROM " + layout_.path_of(stored->name)));
  }
  return append(chain);
}

Result<bool> Publication::is_empty(const StoredTable& stored) {
  if (stored.is_new) return true;
  DECANT_TRY(auto rows, connection_.query("SELECT 1 FROM " + layout_.path_of(stored.name) + " LIMIT 1"));
  DECANT_TRY(const bool any, rows.next());
  return !any;
}

Result<void> Publication::merge(std::span<TableLoad> chain) {
  const StoredTable* const root = layout_.find(chain.front().table->name());
  if (root == nullptr || !chain.front().rows) return append(chain);
  DECANT_TRY(const auto plan, Merge::plan(chain, layout_, request_.load_id));
  if (!plan.has_keys()) return append(chain);
  DECANT_TRY(const bool was_empty, is_empty(*root));
  DECANT_TRY(append(chain.first(1)));
  if (!was_empty) DECANT_TRY(plan.remove_replaced(connection_));
  DECANT_TRY(const bool surplus, plan.remove_surplus(connection_));
  DECANT_TRY(append(chain.subspan(1)));
  if (surplus) DECANT_TRY(plan.remove_orphans(connection_));
  return {};
}

Result<void> Publication::store_state() {
  if (!request_.state) return {};
  const StateRow& state = *request_.state;
  const std::string row_id = request_.state_row_id.value_or("");
  DECANT_TRY(connection_.execute(
      "INSERT INTO " + layout_.path_of(schema::kPipelineStateTable) +
          " (version, engine_version, pipeline_name, state, created_at, version_hash, _dlt_load_id, _dlt_id) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {state.version, state.engine_version, std::string_view(state.pipeline_name), std::string_view(state.state),
       Instant{state.created_at}, std::string_view(state.version_hash), std::string_view(request_.load_id),
       std::string_view(row_id)}));
  return {};
}

Result<void> Publication::store_provenance() {
  ProvenanceTable table(connection_, layout_);
  if (request_.provenance == nullptr || (!request_.keeps_provenance && !table.exists())) return {};
  return table.merge(request_.schema->name(), *request_.provenance);
}

Result<void> Publication::store_load() {
  const auto& schema = *request_.schema;
  DECANT_TRY(connection_.execute(
      "INSERT INTO " + layout_.path_of(schema::kLoadsTable) +
          " (load_id, schema_name, status, inserted_at, schema_version_hash) VALUES (?, ?, 0, ?, ?)",
      {std::string_view(request_.load_id), std::string_view(schema.name()), Instant{request_.inserted_at},
       std::string_view(schema.version_hash())}));
  return {};
}

}  // namespace decant::destination
