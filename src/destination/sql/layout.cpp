#include "destination/sql/layout.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "destination/name_check.h"
#include "destination/sql/quoting.h"
#include "destination/sql/table_indexes.h"

namespace decant::destination {

Result<void> Layout::read(std::span<const std::string_view> wanted) {
  tables_.clear();
  DECANT_TRY(auto stored, session_.read_dataset(dataset_, wanted));
  exists_ = stored.exists;
  for (auto& table : stored.tables) {
    auto key = session_.folded(table.name);
    tables_.emplace(std::move(key), std::move(table));
  }
  return {};
}

const StoredTable* Layout::find(std::string_view table) const {
  const auto found = tables_.find(session_.folded(table));
  return found == tables_.end() ? nullptr : &found->second;
}

bool Layout::lacks_columns(const schema::Table& table) const {
  const StoredTable* const stored = find(table.name());
  return stored != nullptr && std::any_of(table.columns().begin(), table.columns().end(), [&](const auto& column) {
           return column.data_type && stored->find(column.name) == nullptr;
         });
}

Result<void> Layout::migrate(const schema::Table& table, LoadReport* report, const schema::Table* merged_root) {
  if (!is_made(table)) return {};
  DECANT_TRY(create_dataset());
  const auto found = tables_.find(session_.folded(table.name()));
  if (found != tables_.end()) return extend(found->second, table, report);
  if (report != nullptr) report->new_tables.push_back(table.name());
  DECANT_TRY(auto made, create(table, table.name(), merged_root));
  tables_.emplace(session_.folded(table.name()), std::move(made));
  return {};
}

Result<StoredTable> Layout::create_beside(const schema::Table& table, const std::string& name, LoadReport* report) {
  const StoredTable* const stored = find(table.name());
  for (const auto& column : table.columns()) {
    if (report == nullptr || stored == nullptr || !column.data_type || stored->find(column.name) != nullptr) continue;
    report->new_columns.push_back(table.name() + "." + column.name);
  }
  return create(table, name, nullptr);
}

Result<void> Layout::rename(StoredTable made, const std::string& name) {
  DECANT_TRY(session_.change_table("ALTER TABLE " + path_of(made.name) + " RENAME TO " + quote_identifier(name)));
  made.name = name;
  tables_.insert_or_assign(session_.folded(name), std::move(made));
  return {};
}

std::string Layout::forget(std::string_view table) {
  const auto found = tables_.find(session_.folded(table));
  if (found == tables_.end()) return {};
  std::string path = path_of(found->second.name);
  tables_.erase(found);
  return path;
}

Result<void> Layout::create_dataset() {
  if (exists_) return {};
  DECANT_TRY(session_.execute("CREATE SCHEMA IF NOT EXISTS " + place_.path()));
  exists_ = true;
  return {};
}

Result<StoredTable> Layout::create(const schema::Table& table, const std::string& name,
                                   const schema::Table* merged_root) {
  StoredTable stored{.name = name, .columns = {}, .is_new = true, .folds_case = session_.folds_case()};
  std::string definition;
  for (const auto& column : table.columns()) {
    if (!column.data_type) continue;
    DECANT_TRY(const auto type, session_.type_of(column));
    if (!definition.empty()) definition += ", ";
    definition += quote_identifier(column.name) + " " + type;
    if (!column.is_nullable()) definition += " NOT NULL";
    if (const auto storage = session_.storage_of(column); !storage.empty()) definition += " " + storage;
    stored.columns.push_back(column.name);
  }
  DECANT_TRY(session_.execute("CREATE TABLE " + path_of(name) + " (" + definition + ")"));
  want_indexes(table, name, merged_root);
  return stored;
}

void Layout::want_indexes(const schema::Table& table, const std::string& name, const schema::Table* merged_root) {
  for (const auto& index : indexes_of(table, merged_root)) {
    auto statement = session_.index_statement(path_of(name), index);
    if (statement.empty()) continue;
    auto& unfinished = unfinished_[name];
    unfinished.statements.push_back(std::move(statement));
    if (!index.serves_merge) continue;
    auto& names = unfinished.merged_by.emplace_back();
    for (const auto* const column : index.columns) names.push_back(quote_identifier(column->name));
  }
}

Result<void> Layout::finish_table(const std::string& table) {
  const auto found = unfinished_.find(table);
  if (found == unfinished_.end()) return {};
  for (const auto& statement : found->second.statements) DECANT_TRY(session_.execute(statement));
  for (const auto& columns : found->second.merged_by) DECANT_TRY(session_.analyze(path_of(table), columns));
  unfinished_.erase(found);
  return {};
}

Result<void> Layout::finish_tables() {
  while (!unfinished_.empty()) DECANT_TRY(finish_table(std::string(unfinished_.begin()->first)));
  return {};
}

Result<void> Layout::extend(StoredTable& stored, const schema::Table& table, LoadReport* report) {
  std::vector<std::string> definitions;
  for (const auto& column : table.columns()) {
    if (!column.data_type || stored.find(column.name) != nullptr) continue;
    DECANT_TRY(const auto type, session_.type_of(column));
    // Always nullable: rows that are there have no value.
    definitions.push_back(quote_identifier(column.name) + " " + type);
    stored.columns.push_back(column.name);
    if (report != nullptr) report->new_columns.push_back(table.name() + "." + column.name);
  }
  if (definitions.empty()) return {};
  return session_.add_columns(path_of(stored.name), definitions);
}

}  // namespace decant::destination
