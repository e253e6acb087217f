#include "destination/duckdb/layout.h"

#include <set>
#include <utility>

#include "destination/duckdb/column_type.h"
#include "destination/sql.h"

namespace decant::destination {

namespace {

bool has_typed_column(const schema::Table& table) {
  for (const auto& column : table.columns()) {
    if (column.data_type) return true;
  }
  return false;
}

/// Two columns that differ in case only are one to DuckDB.
Result<void> check_names(const schema::Table& table) {
  std::set<std::string> folded;
  for (const auto& column : table.columns()) {
    if (!column.data_type || folded.insert(fold_case(column.name)).second) continue;
    return fail(ErrorKind::schema,
                "DuckDB does not tell two columns of table " + table.name() + " apart: " + column.name +
                    " is there in another case",
                "use the naming convention snake_case, or rename one of them");
  }
  return {};
}

}  // namespace

const std::string* StoredTable::find(std::string_view column) const {
  const auto wanted = fold_case(column);
  for (const auto& candidate : columns) {
    if (fold_case(candidate) == wanted) return &candidate;
  }
  return nullptr;
}

Result<void> Layout::read(std::span<const std::string_view> wanted) {
  tables_.clear();
  {
    DECANT_TRY(auto schemas, connection_.query("SELECT 1 FROM duckdb_schemas() WHERE database_name = ? AND "
                                               "lower(schema_name) = lower(?)",
                                               {std::string_view(catalog_), std::string_view(dataset_)}));
    DECANT_TRY(exists_, schemas.next());
  }
  if (!exists_) return {};
  std::set<std::string> folded;
  for (const auto table : wanted) folded.insert(fold_case(table));
  DECANT_TRY(const auto names, table_names());
  for (const auto& name : names) {
    if (folded.contains(fold_case(name))) DECANT_TRY(read_columns(name));
  }
  return {};
}

Result<std::vector<std::string>> Layout::table_names() {
  std::vector<std::string> names;
  DECANT_TRY(auto rows, connection_.query("SELECT table_name FROM duckdb_tables() WHERE database_name = ? AND "
                                          "lower(schema_name) = lower(?)",
                                          {std::string_view(catalog_), std::string_view(dataset_)}));
  for (;;) {
    DECANT_TRY(const bool more, rows.next());
    if (!more) return names;
    for (std::size_t row = 0; row < rows.size(); ++row) names.emplace_back(rows.column(0).text(row));
  }
}

/// By a query of no rows: duckdb_columns() would look at every view of the system too, which takes tens of
/// milliseconds.
Result<void> Layout::read_columns(const std::string& table) {
  auto& stored = tables_[fold_case(table)];
  stored.name = table;
  DECANT_TRY(const auto rows, connection_.query("SELECT * FROM " + path_of(table) + " LIMIT 0"));
  for (const auto& column : rows.columns()) stored.columns.push_back(column.name);
  return {};
}

const StoredTable* Layout::find(std::string_view table) const {
  const auto found = tables_.find(fold_case(table));
  return found == tables_.end() ? nullptr : &found->second;
}

std::string Layout::path_of(std::string_view table) const { return quote_path(catalog_, dataset_, table); }

Result<void> Layout::migrate(const schema::Table& table, LoadReport* report) {
  DECANT_TRY(check_names(table));
  if (!has_typed_column(table)) return {};
  DECANT_TRY(create_dataset());
  const auto found = tables_.find(fold_case(table.name()));
  if (found != tables_.end()) return extend(found->second, table, report);
  if (report != nullptr) report->new_tables.push_back(table.name());
  return create(table);
}

Result<void> Layout::create_dataset() {
  if (exists_) return {};
  DECANT_TRY(connection_.execute("CREATE SCHEMA " + quote_identifier(catalog_) + "." + quote_identifier(dataset_)));
  exists_ = true;
  return {};
}

Result<void> Layout::create(const schema::Table& table) {
  StoredTable stored{.name = table.name(), .columns = {}, .is_new = true};
  std::string definition;
  for (const auto& column : table.columns()) {
    if (!column.data_type) continue;
    DECANT_TRY(const auto type, duckdb_column_type(column));
    if (!definition.empty()) definition += ", ";
    definition += quote_identifier(column.name) + " " + type + (column.is_nullable() ? "" : " NOT NULL");
    stored.columns.push_back(column.name);
  }
  DECANT_TRY(connection_.execute("CREATE TABLE " + path_of(table.name()) + " (" + definition + ")"));
  tables_.emplace(fold_case(table.name()), std::move(stored));
  return {};
}

Result<void> Layout::extend(StoredTable& stored, const schema::Table& table, LoadReport* report) {
  for (const auto& column : table.columns()) {
    if (!column.data_type || stored.find(column.name) != nullptr) continue;
    DECANT_TRY(const auto type, duckdb_column_type(column));
    // Always nullable: DuckDB takes no constraint in ADD COLUMN, and rows that are there have no value.
    DECANT_TRY(connection_.execute("ALTER TABLE " + path_of(stored.name) + " ADD COLUMN " +
                                   quote_identifier(column.name) + " " + type));
    stored.columns.push_back(column.name);
    if (report != nullptr) report->new_columns.push_back(table.name() + "." + column.name);
  }
  return {};
}

}  // namespace decant::destination
