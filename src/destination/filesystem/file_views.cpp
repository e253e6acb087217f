#include "destination/filesystem/file_views.h"

#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "core/file.h"
#include "core/log.h"
#include "destination/duckdb/column_type.h"
#include "destination/duckdb/duckdb_query_result.h"
#include "destination/filesystem/provenance_file.h"
#include "destination/filesystem/table_files.h"
#include "destination/provenance_row.h"
#include "destination/sql/quoting.h"
#include "duckdb/connection.h"
#include "duckdb/quote.h"
#include "schema/schema.h"

namespace decant::destination {

namespace {

/// A view to be: columns of all schemas that have the table, and its files.
struct View {
  std::vector<schema::Column> columns;
  std::vector<std::string> plain;  ///< paths of files
  std::vector<std::string> compressed;
  bool has_other_format = false;
};

using Views = std::map<std::string, View, std::less<>>;

void add_columns(View& view, const schema::Table& table) {
  std::set<std::string> present;
  for (const auto& column : view.columns) present.insert(fold_case(column.name));
  for (const auto& column : table.columns()) {
    if (column.data_type && present.insert(fold_case(column.name)).second) view.columns.push_back(column);
  }
}

bool is_other_format(std::string_view path) {
  constexpr std::array<std::string_view, 5> kOthers = {".parquet", ".csv", ".csv.gz", ".insert_values",
                                                       ".insert_values.gz"};
  for (const auto other : kOthers) {
    if (path.ends_with(other)) return true;
  }
  return false;
}

/// By the first bytes: older datasets do not say it in the name.
Result<bool> is_gzip(const std::filesystem::path& path) {
  constexpr std::string_view kMagic = "\x1f\x8b";
  DECANT_TRY(const auto file, File::open_read(path));
  DECANT_TRY(const auto size, file.size());
  if (size < kMagic.size()) return false;
  std::array<char, 2> bytes{};
  DECANT_TRY(file.read_at(0, bytes.size(), bytes.data()));
  return std::string_view(bytes.data(), bytes.size()) == kMagic;
}

Result<void> add_files(View& view, const std::filesystem::path& dataset, const std::vector<std::string>& files) {
  for (const auto& file : files) {
    const auto path = dataset / file;
    if (is_other_format(file)) {
      view.has_other_format = true;
      continue;
    }
    DECANT_TRY(const bool compressed, is_gzip(path));
    (compressed ? view.compressed : view.plain).push_back(path.string());
  }
  return {};
}

Result<Views> find_views(const FilesystemOptions& options, const std::filesystem::path& dataset,
                         const std::vector<json::Value>& documents) {
  Views views;
  std::vector<TableName> names;
  for (const auto& document : documents) {
    DECANT_TRY(const auto schema, schema::Schema::from_json(document));
    for (const auto& table : schema.tables()) {
      names.push_back({schema.name(), table.name()});
      add_columns(views[table.name()], table);
    }
  }
  DECANT_TRY(const auto files, find_table_files(dataset, options.layout, names));
  std::map<std::string, std::set<std::string>> of_table;
  for (const auto& [name, paths] : files) of_table[name.table].insert(paths.begin(), paths.end());
  for (const auto& [table, paths] : of_table) {
    DECANT_TRY(add_files(views[table], dataset, {paths.begin(), paths.end()}));
  }
  return views;
}

/// Where columns came from can be asked for like any table.
Result<void> add_provenance(Views& views, const std::filesystem::path& dataset,
                            const std::vector<json::Value>& documents) {
  for (const auto& document : documents) {
    const ProvenanceFile file(dataset, document.text_or("name", ""));
    if (!file.exists()) continue;
    View& view = views[std::string(kColumnsTable)];
    add_columns(view, columns_table());
    DECANT_TRY(add_files(view, dataset, {file.path()}));
  }
  return {};
}

/// `read_json(['a', 'b'], columns = {'id': 'BIGINT'}, …)`.
Result<std::string> reader_of(const View& view, const std::vector<std::string>& files, bool is_compressed) {
  std::string list;
  for (const auto& file : files) {
    list += (list.empty() ? "" : ", ") + quote_literal(duckdb::pattern_of(file));
  }
  std::string columns;
  for (const auto& column : view.columns) {
    // Bytes are base64 in the file.
    const bool is_binary = column.data_type == schema::DataType::binary;
    DECANT_TRY(const auto type, is_binary ? Result<std::string>("VARCHAR") : duckdb_column_type(column));
    columns += (columns.empty() ? "" : ", ") + quote_literal(column.name) + ": " + quote_literal(type);
  }
  return "read_json([" + list + "], format = 'newline_delimited', columns = {" + columns + "}, compression = '" +
         (is_compressed ? "gzip" : "uncompressed") + "')";
}

Result<std::string> select_of(const View& view) {
  std::string columns;
  std::string nulls;
  for (const auto& column : view.columns) {
    const auto name = quote_identifier(column.name);
    const bool is_binary = column.data_type == schema::DataType::binary;
    columns += (columns.empty() ? "" : ", ") + (is_binary ? "from_base64(" + name + ") AS " + name : name);
    DECANT_TRY(const auto type, duckdb_column_type(column));
    nulls += (nulls.empty() ? "" : ", ") + ("NULL::" + type + " AS " + name);
  }
  std::string select;
  for (const bool is_compressed : {false, true}) {
    const auto& files = is_compressed ? view.compressed : view.plain;
    if (files.empty()) continue;
    DECANT_TRY(const auto reader, reader_of(view, files, is_compressed));
    select += (select.empty() ? "SELECT " : " UNION ALL SELECT ") + columns + " FROM " + reader;
  }
  return select.empty() ? "SELECT " + nulls + " WHERE false" : select;
}

Result<void> make_views(duckdb::Connection& connection, const std::string& dataset, const Views& views) {
  DECANT_TRY(connection.execute("CREATE SCHEMA " + quote_identifier(dataset)));
  DECANT_TRY(connection.execute("USE " + quote_identifier(dataset)));
  std::set<std::string> made;
  for (const auto& [table, view] : views) {
    if (view.columns.empty()) continue;
    if (view.has_other_format || !made.insert(fold_case(table)).second) {
      log(LogLevel::warning,
          "table " + table + " cannot be queried: " +
              (view.has_other_format ? "it has files that are not JSONL" : "another one has its name in other case"));
      continue;
    }
    DECANT_TRY(const auto select, select_of(view));
    DECANT_TRY(connection.execute("CREATE VIEW " + quote_identifier(table) + " AS " + select));
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<QueryResult>> query_files(const FilesystemOptions& options, const std::filesystem::path& dataset,
                                                 const std::vector<json::Value>& schemas, std::string_view sql) {
  DECANT_TRY(auto views, find_views(options, dataset, schemas));
  DECANT_TRY(add_provenance(views, dataset, schemas));
  DECANT_TRY(const auto database,
             duckdb::Database::open_memory(
                 {.memory_limit = options.memory_limit, .threads = std::nullopt, .readable_folder = dataset}));
  DECANT_TRY(auto connection, database.connect());
  DECANT_TRY(make_views(connection, options.dataset, views));
  DECANT_TRY(auto rows, connection.query_read_only(sql));
  return DuckDbQueryResult::of(std::move(rows));
}

}  // namespace decant::destination
