#include "destination/sql/publication.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/fault.h"
#include "destination/provenance_row.h"
#include "destination/sql/boundary_table.h"
#include "destination/sql/history_merge.h"
#include "destination/sql/merge_in_place.h"
#include "destination/sql/merge_keys.h"
#include "destination/sql/provenance_table.h"
#include "destination/sql/root_links.h"
#include "destination/sql/staged_merge.h"
#include "destination/sql/system_rows.h"
#include "json/write.h"
#include "schema/system_tables.h"

namespace decant::destination {

Result<LoadReport> Publication::run() {
  DECANT_TRY(read_dataset());
  if (report_.already_loaded) return report_;
  auto all = chains();
  if (session_.is_shared()) {
    for (auto& chain : all) {
      DECANT_TRY(const bool wanted, wants_staging(chain));
      if (wanted) DECANT_TRY(stage(chain));
    }
    DECANT_FAULT_POINT("publish.before_lock");
    DECANT_TRY(session_.lock(dataset_));
    DECANT_TRY(read_dataset());  // as another load may have left it
    if (report_.already_loaded) return report_;
  }
  DECANT_TRY(drop_tables());
  DECANT_TRY(migrate_system_tables());
  // DuckDB refuses a commit that altered a table after it changed its rows, so DDL comes first where nothing is staged.
  std::stable_partition(all.begin(), all.end(), [](const Chain& chain) { return !chain.staged; });
  for (const auto& chain : all) {
    if (!chain.staged && !is_swapped(chain)) DECANT_TRY(migrate(chain));
  }
  DECANT_FAULT_POINT("publish.after_ddl");
  DECANT_TRY(truncate_tables());
  for (auto& chain : all) {
    if (chain.staged) DECANT_TRY(migrate(chain));
    DECANT_TRY(load(chain));
    DECANT_FAULT_POINT("publish.after_chain");
  }
  DECANT_TRY(store_schema());
  DECANT_TRY(store_state());
  DECANT_FAULT_POINT("publish.after_state");
  DECANT_TRY(store_boundaries());
  DECANT_TRY(store_provenance());
  DECANT_TRY(store_load());
  DECANT_TRY(layout_.finish_tables());
  return std::move(report_);
}

Result<DatasetInfo> Publication::left() {
  DatasetInfo dataset{.exists = true, .state = {}, .schemas = {}};
  // As it is asked for: of the highest load id, which another machine's clock may have made.
  const bool is_newest = request_.state && (!newest_ || newest_->load_id < request_.load_id);
  if (is_newest) {
    dataset.state = request_.state;
  } else if (newest_) {
    dataset.state = newest_->row;
  }
  if (const auto* const versions = layout_.find(schema::kVersionTable); versions != nullptr && versions->is_new) {
    dataset.schemas.push_back(request_.schema->to_json());
    return dataset;
  }
  DECANT_TRY(dataset.schemas, SystemRows(session_, layout_).newest_schemas());
  return dataset;
}

Result<void> Publication::read_dataset() {
  std::vector<std::string_view> wanted(kSystemTables.begin(), kSystemTables.end());
  for (const auto& load : request_.tables) wanted.emplace_back(load.table->name());
  wanted.insert(wanted.end(), request_.dropped_tables.begin(), request_.dropped_tables.end());
  wanted.insert(wanted.end(), request_.truncated_tables.begin(), request_.truncated_tables.end());
  wanted.emplace_back(kBoundaryTable);
  wanted.emplace_back(kColumnsTable);
  DECANT_TRY(layout_.read(wanted));
  SystemRows rows(session_, layout_);
  DECANT_TRY(report_.already_loaded, rows.has_load(request_.load_id));
  if (report_.already_loaded) return {};
  DECANT_TRY(newest_, rows.newest_state(request_.pipeline_name));
  DECANT_TRY(check_base_state(request_, newest_));
  forget_dropped();
  return {};
}

std::vector<Publication::Chain> Publication::chains() const {
  std::vector<Chain> found;
  auto& tables = request_.tables;
  for (std::size_t first = 0; first < tables.size();) {
    std::size_t last = first + 1;
    while (last < tables.size() && !tables[last].table->is_root()) ++last;
    found.push_back({.loads = std::span(tables).subspan(first, last - first), .number = found.size(), .staged = {}});
    first = last;
  }
  return found;
}

/// Tables that are to go are gone for everything that comes; their paths are kept.
void Publication::forget_dropped() {
  dropped_.clear();
  for (const auto& table : request_.dropped_tables) {
    if (auto path = layout_.forget(table); !path.empty()) dropped_.push_back(std::move(path));
  }
}

Result<void> Publication::drop_tables() {
  for (const auto& path : dropped_) DECANT_TRY(session_.change_table("DROP TABLE " + path));
  if (request_.dropped_tables.empty() || layout_.find(schema::kVersionTable) == nullptr) return {};
  DECANT_TRY(session_.execute("DELETE FROM " + layout_.path_of(schema::kVersionTable) + " WHERE schema_name = $1",
                              {std::string_view(request_.schema->name())}));
  return {};
}

Result<void> Publication::truncate_tables() {
  for (const auto& table : request_.truncated_tables) {
    const StoredTable* const stored = layout_.find(table);
    if (stored != nullptr) DECANT_TRY(session_.execute("DELETE FROM " + layout_.path_of(stored->name)));
  }
  return {};
}

/// Whether new tables take the place of those that a chain replaces.
bool Publication::is_swapped(const Chain& chain) const {
  return replace_ == ReplaceStrategy::swap && chain.loads.front().write_disposition == "replace";
}

/// Whether rows of a chain cannot go straight into their tables without holding locks that others wait for.
Result<bool> Publication::wants_staging(const Chain& chain) const {
  const TableLoad& root = chain.loads.front();
  if (!root.rows) return false;
  if (is_swapped(chain)) return false;
  if (root.write_disposition == "merge") {
    DECANT_TRY(const auto strategy, merge_strategy_of(*root.table));
    if (strategy != MergeStrategy::delete_insert || layout_.find(root.table->name()) != nullptr) return true;
  }
  return std::any_of(chain.loads.begin(), chain.loads.end(),
                     [&](const TableLoad& load) { return load.rows && layout_.lacks_columns(*load.table); });
}

Result<void> Publication::stage(Chain& chain) {
  const TableLoad& root = chain.loads.front();
  // Row ids made of keys do not tell the records of a key apart.
  const std::string strategy = request_.schema->merge_strategy_of(*root.table);
  const bool is_numbered = strategy == "upsert" || strategy == "insert-only";
  DECANT_TRY(chain.staged, StagedChain::write(session_, layout_, chain.loads, chain.number, is_numbered,
                                              [&](const schema::Table& table, std::uint64_t rows) {
                                                if (request_.on_progress) request_.on_progress(table.name(), rows);
                                              }));
  return {};
}

Result<void> Publication::migrate_system_tables() {
  DECANT_TRY(layout_.migrate(schema::version_table(), nullptr));
  DECANT_TRY(layout_.migrate(schema::loads_table(), nullptr));
  if (request_.state) DECANT_TRY(layout_.migrate(schema::pipeline_state_table(), nullptr));
  return {};
}

Result<void> Publication::migrate(const Chain& chain) {
  const TableLoad& root = chain.loads.front();
  const schema::Table* const merged_root = root.write_disposition == "merge" ? root.table : nullptr;
  std::vector<const schema::Table*> unlinked;
  if (merged_root != nullptr) unlinked = tables_without_root_key(chain.loads, layout_);
  for (const auto& load : chain.loads) {
    const bool is_unlinked = std::find(unlinked.begin(), unlinked.end(), load.table) != unlinked.end();
    if (load.rows || is_unlinked) DECANT_TRY(layout_.migrate(*load.table, &report_, merged_root));
  }
  return link_to_roots(session_, layout_, unlinked);
}

Result<void> Publication::load(Chain& chain) {
  const TableLoad& root = chain.loads.front();
  if (root.write_disposition == "replace") return replace(chain);
  if (root.write_disposition == "append") return append(chain);
  if (root.write_disposition != "merge") {
    return fail(ErrorKind::internal,
                "unknown write disposition of table " + root.table->name() + ": " + root.write_disposition);
  }
  return root.rows && layout_.find(root.table->name()) != nullptr ? merge(chain) : append(chain);
}

Result<void> Publication::replace(Chain& chain) {
  if (is_swapped(chain)) return swap(chain);
  for (const auto& load : chain.loads) {
    const StoredTable* const stored = layout_.find(load.table->name());
    if (stored == nullptr || stored->is_new) continue;
    DECANT_TRY(session_.execute("DELETE FROM " + layout_.path_of(stored->name)));
    DECANT_FAULT_POINT("publish.table_emptied");
  }
  return append(chain);
}

Result<void> Publication::swap(Chain& chain) {
  for (std::size_t i = 0; i < chain.loads.size(); ++i) {
    const TableLoad& load = chain.loads[i];
    if (layout_.find(load.table->name()) != nullptr) {
      DECANT_TRY(swap_in(load, "_decant_" + std::to_string(chain.number) + "_" + std::to_string(i)));
    } else if (load.rows) {
      DECANT_TRY(layout_.migrate(*load.table, &report_));
      DECANT_TRY(write(load, RowOrder::any));
    }
    DECANT_FAULT_POINT("publish.after_table");
  }
  return {};
}

/// Fills a table beside a stored one, which it replaces then.
Result<void> Publication::swap_in(const TableLoad& load, const std::string& beside) {
  const std::string old = layout_.path_of(layout_.find(load.table->name())->name);
  DECANT_TRY(const auto filled, layout_.create_beside(*load.table, beside, &report_));
  if (load.rows) DECANT_TRY(write(load, filled, RowOrder::any));
  DECANT_TRY(layout_.finish_table(beside));
  DECANT_TRY(session_.change_table("DROP TABLE " + old));
  DECANT_FAULT_POINT("publish.table_dropped");
  return layout_.rename(filled, load.table->name());
}

Result<void> Publication::merge(Chain& chain) {
  DECANT_TRY(const auto strategy, merge_strategy_of(*chain.loads.front().table));
  DECANT_TRY(auto keys, MergeKeys::read(chain.loads, layout_, strategy));
  if (keys.empty() && strategy == MergeStrategy::delete_insert) return append(chain);
  if (!chain.staged && strategy == MergeStrategy::delete_insert) {
    return MergeInPlace(session_, layout_, std::move(keys), request_.load_id)
        .run(chain.loads, [this](std::span<TableLoad> part, RowOrder order) { return write(part, order); });
  }
  if (!chain.staged) DECANT_TRY(stage(chain));
  switch (strategy) {
    case MergeStrategy::delete_insert: DECANT_TRY(merge_by_delete_insert(session_, keys, *chain.staged)); break;
    case MergeStrategy::upsert: DECANT_TRY(merge_by_upsert(session_, keys, *chain.staged)); break;
    case MergeStrategy::insert_only: DECANT_TRY(merge_by_insert_only(session_, keys, *chain.staged)); break;
    case MergeStrategy::scd2: {
      DECANT_TRY(auto merge, HistoryMerge::of(session_, *chain.loads.front().table, request_.inserted_at));
      DECANT_TRY(merge.run(keys, *chain.staged));
    }
  }
  return chain.staged->drop();
}

Result<void> Publication::append(Chain& chain) {
  if (!chain.staged) return write(chain.loads, RowOrder::any);
  for (std::size_t i = 0; i < chain.loads.size(); ++i) {
    if (!chain.staged->has(i)) continue;
    const StoredTable& stored = *layout_.find(chain.loads[i].table->name());
    DECANT_TRY(chain.staged->insert(i, layout_.path_of(stored.name), ""));
  }
  return chain.staged->drop();
}

Result<void> Publication::write(std::span<TableLoad> loads, RowOrder order) {
  for (const auto& load : loads) {
    DECANT_TRY(write(load, order));
    DECANT_FAULT_POINT("publish.after_table");
  }
  return {};
}

Result<void> Publication::write(const TableLoad& load, RowOrder order) {
  const StoredTable* const stored = layout_.find(load.table->name());
  return load.rows && stored != nullptr ? write(load, *stored, order) : Result<void>{};
}

Result<void> Publication::write(const TableLoad& load, const StoredTable& stored, RowOrder order) {
  const auto progress = [&](std::uint64_t rows) {
    if (request_.on_progress) request_.on_progress(load.table->name(), rows);
  };
  auto written = session_.write_rows(layout_.place(), stored, *load.table, order, *load.rows, progress);
  if (!written) return fail(std::move(written).error().within("loading table " + load.table->name()));
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

Result<void> Publication::store_boundaries() {
  for (auto& boundary : request_.boundaries) {
    DECANT_TRY(BoundaryTable(session_, layout_).change(request_.pipeline_name, request_.load_id, boundary));
  }
  return {};
}

Result<void> Publication::store_provenance() {
  ProvenanceTable table(session_, layout_);
  const schema::Provenance nothing;
  const schema::Provenance& provenance = request_.provenance == nullptr ? nothing : *request_.provenance;
  const bool is_wanted = request_.provenance != nullptr && request_.keeps_provenance;
  const bool changes = request_.provenance != nullptr || !request_.dropped_tables.empty();
  if (!is_wanted && !(changes && table.exists())) return {};
  return table.merge(request_.schema->name(), provenance, request_.dropped_tables);
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
