#include "destination/filesystem/file_views.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/log.h"
#include "destination/duckdb/duckdb_query_result.h"
#include "destination/filesystem/control_files.h"
#include "destination/filesystem/provenance_file.h"
#include "destination/filesystem/staged_loads.h"
#include "destination/filesystem/table_files.h"
#include "destination/filesystem/table_view.h"
#include "destination/provenance_row.h"
#include "destination/sql/quoting.h"
#include "duckdb/connection.h"
#include "schema/schema.h"

namespace decant::destination {

namespace {

using Views = std::map<std::string, TableView, std::less<>>;

/// Where columns came from can be asked for like any table.
Result<void> add_provenance(Views& views, const std::filesystem::path& dataset,
                            const std::vector<json::Value>& documents) {
  for (const auto& document : documents) {
    const ProvenanceFile file(dataset, document.text_or("name", ""));
    if (!file.exists()) continue;
    TableView& view = views[std::string(kColumnsTable)];
    view.add_columns(columns_table());
    DECANT_TRY(view.add_file(dataset / file.path()));
  }
  return {};
}

Result<Views> find_views(const FilesystemOptions& options, const std::filesystem::path& dataset) {
  DECANT_TRY(const auto documents, ControlFiles(dataset).newest_schemas());
  Views views;
  std::vector<TableName> names;
  for (const auto& document : documents) {
    DECANT_TRY(const auto schema, schema::Schema::from_json(document));
    for (const auto& table : schema.tables()) {
      names.push_back({schema.name(), table.name()});
      views[table.name()].add_columns(table);
    }
  }
  DECANT_TRY(const auto files, find_table_files(dataset, options.layout, names));
  std::map<std::string, std::set<std::string>> of_table;
  for (const auto& [name, paths] : files) of_table[name.table].insert(paths.begin(), paths.end());
  for (const auto& [table, paths] : of_table) {
    for (const auto& path : paths) DECANT_TRY(views[table].add_file(dataset / path));
  }
  DECANT_TRY(add_provenance(views, dataset, documents));
  return views;
}

/// The views of finished loads, looked for again if a load came in between.
Result<Views> find_finished_views(const FilesystemOptions& options, const std::filesystem::path& dataset) {
  constexpr int kTries = 20;
  const StagedLoads staged(dataset);
  const ControlFiles control(dataset);
  for (int i = 1;; ++i) {
    DECANT_TRY(staged.recover(options.lock_wait));
    DECANT_TRY(const auto loads, control.load_count());
    auto views = find_views(options, dataset);
    DECANT_TRY(const bool is_changing, staged.has_decided());
    DECANT_TRY(const auto loads_now, control.load_count());
    if ((!is_changing && loads_now == loads) || i == kTries) return views;
  }
}

Result<void> make_views(duckdb::Connection& connection, const std::string& dataset, const Views& views) {
  DECANT_TRY(connection.execute("CREATE SCHEMA " + quote_identifier(dataset)));
  DECANT_TRY(connection.execute("USE " + quote_identifier(dataset)));
  std::set<std::string> made;
  for (const auto& [table, view] : views) {
    if (!view.has_columns()) continue;
    if (!view.unreadable().empty()) {
      log(LogLevel::warning,
          "table " + table + " cannot be queried: " + view.unreadable() + " is neither JSONL nor CSV nor Parquet");
      continue;
    }
    if (!made.insert(fold_case(table)).second) {
      log(LogLevel::warning, "table " + table + " cannot be queried: another one has its name in other case");
      continue;
    }
    DECANT_TRY(const auto select, view.select());
    DECANT_TRY(connection.execute("CREATE VIEW " + quote_identifier(table) + " AS " + select));
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<QueryResult>> query_files(const FilesystemOptions& options, const std::filesystem::path& dataset,
                                                 std::string_view sql) {
  DECANT_TRY(const auto views, find_finished_views(options, dataset));
  DECANT_TRY(const auto database,
             duckdb::Database::open_memory(
                 {.memory_limit = options.memory_limit, .threads = std::nullopt, .open_folder = dataset}));
  DECANT_TRY(auto connection, database.connect());
  DECANT_TRY(make_views(connection, options.dataset, views));
  DECANT_TRY(auto rows, connection.query_read_only(sql));
  return DuckDbQueryResult::of(std::move(rows));
}

}  // namespace decant::destination
