#include "destination/sql/publication.h"

#include <utility>
#include <vector>

#include "core/fault.h"
#include "destination/loaded_state.h"
#include "destination/provenance_row.h"
#include "destination/sql/boundary_table.h"
#include "destination/sql/provenance_table.h"
#include "destination/sql/system_rows.h"
#include "json/write.h"
#include "schema/system_tables.h"

namespace decant::destination {

Result<LoadReport> Publication::run() {
  std::vector<std::string_view> wanted(kSystemTables.begin(), kSystemTables.end());
  for (const auto& load : request_.tables) wanted.emplace_back(load.table->name());
  wanted.insert(wanted.end(), request_.dropped_tables.begin(), request_.dropped_tables.end());
  wanted.insert(wanted.end(), request_.truncated_tables.begin(), request_.truncated_tables.end());
  wanted.emplace_back(kBoundaryTable);
  wanted.emplace_back(kColumnsTable);
  DECANT_TRY(layout_.read(wanted));
  DECANT_TRY(report_.already_loaded, SystemRows(session_, layout_).has_load(request_.load_id));
  if (report_.already_loaded) return report_;
  DECANT_TRY(const auto newest, SystemRows(session_, layout_).newest_state(request_.pipeline_name));
  DECANT_TRY(check_base_state(request_, newest));
  DECANT_TRY(remove_tables());
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
    DECANT_TRY(BoundaryTable(session_, layout_).change(request_.pipeline_name, request_.load_id, boundary));
  }
  DECANT_TRY(store_provenance());
  DECANT_TRY(store_load());
  return std::move(report_);
}

Result<void> Publication::remove_tables() {
  for (const auto& table : request_.truncated_tables) {
    const StoredTable* const stored = layout_.find(table);
    if (stored != nullptr) DECANT_TRY(session_.execute("DELETE FROM " + layout_.path_of(stored->name)));
  }
  for (const auto& table : request_.dropped_tables) DECANT_TRY(layout_.drop(table));
  if (request_.dropped_tables.empty() || layout_.find(schema::kVersionTable) == nullptr) return {};
  DECANT_TRY(session_.execute("DELETE FROM " + layout_.path_of(schema::kVersionTable) + " WHERE schema_name = $1",
                              {std::string_view(request_.schema->name())}));
  return {};
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
  DECANT_TRY(const bool known, SystemRows(session_, layout_).has_schema(schema.version_hash()));
  if (known) return {};
  const std::string document = json::write(schema.to_json());
  DECANT_TRY(session_.execute(
      "INSERT INTO " + layout_.path_of(schema::kVersionTable) +
          " (version, engine_version, inserted_at, schema_name, version_hash, schema) VALUES ($1, $2, $3, $4, $5, $6)",
      {schema.version(), std::int64_t{schema::kEngineVersion}, SqlInstant{request_.inserted_at},
       std::string_view(schema.name()), std::string_view(schema.version_hash()), std::string_view(document)}));
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
  auto written = session_.write_rows(layout_, *stored, *load.table, *load.rows, progress);
  if (!written) return fail(std::move(written).error().within("loading table " + load.table->name()));
  return {};
}

Result<void> Publication::replace(std::span<TableLoad> chain) {
  for (const auto& load : chain) {
    const StoredTable* const stored = layout_.find(load.table->name());
    if (stored == nullptr || stored->is_new) continue;
    DECANT_TRY(session_.execute("DELETE FROM " + layout_.path_of(stored->name)));
  }
  return append(chain);
}

Result<void> Publication::merge(std::span<TableLoad> chain) {
  if (layout_.find(chain.front().table->name()) == nullptr || !chain.front().rows) return append(chain);
  return session_.merge(chain, layout_, request_.load_id, [this](std::span<TableLoad> part) { return append(part); });
}

Result<void> Publication::store_state() {
  if (!request_.state) return {};
  const StateRow& state = *request_.state;
  const std::string row_id = request_.state_row_id.value_or("");
  DECANT_TRY(session_.execute(
      "INSERT INTO " + layout_.path_of(schema::kPipelineStateTable) +
          " (version, engine_version, pipeline_name, state, created_at, version_hash, _dlt_load_id, _dlt_id) "
          "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      {state.version, state.engine_version, std::string_view(state.pipeline_name), std::string_view(state.state),
       SqlInstant{state.created_at}, std::string_view(state.version_hash), std::string_view(request_.load_id),
       std::string_view(row_id)}));
  return {};
}

Result<void> Publication::store_provenance() {
  ProvenanceTable table(session_, layout_);
  if (request_.provenance == nullptr || (!request_.keeps_provenance && !table.exists())) return {};
  return table.merge(request_.schema->name(), *request_.provenance);
}

Result<void> Publication::store_load() {
  const auto& schema = *request_.schema;
  DECANT_TRY(session_.execute(
      "INSERT INTO " + layout_.path_of(schema::kLoadsTable) +
          " (load_id, schema_name, status, inserted_at, schema_version_hash) VALUES ($1, $2, 0, $3, $4)",
      {std::string_view(request_.load_id), std::string_view(schema.name()), SqlInstant{request_.inserted_at},
       std::string_view(schema.version_hash())}));
  return {};
}

}  // namespace decant::destination
