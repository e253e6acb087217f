#include "destination/sql/layout.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "destination/name_check.h"
#include "destination/sql/quoting.h"

namespace decant::destination {

namespace {

/// Keys that a merge looks rows of a table up by: its primary key and merge key, or the link to its root.
std::vector<std::vector<const schema::Column*>> merged_by(const schema::Table& table) {
  std::vector<bool schema::Column::*> hints = {&schema::Column::root_key};
  if (table.properties().text_or("write_disposition", "") == "merge")
    hints = {&schema::Column::primary_key, &schema::Column::merge_key};
  std::vector<std::vector<const schema::Column*>> keys;
  for (const auto hint : hints) {
    std::vector<const schema::Column*> key;
    for (const auto& column : table.columns()) {
      if (column.data_type && column.*hint) key.push_back(&column);
    }
    if (!key.empty() && std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(std::move(key));
  }
  return keys;
}

}  // namespace

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

Result<void> Layout::migrate(const schema::Table& table, LoadReport* report) {
  if (!is_made(table)) return {};
  DECANT_TRY(create_dataset());
  const auto found = tables_.find(session_.folded(table.name()));
  if (found != tables_.end()) return extend(found->second, table, report);
  if (report != nullptr) report->new_tables.push_back(table.name());
  DECANT_TRY(auto made, create(table, table.name()));
  tables_.emplace(session_.folded(table.name()), std::move(made));
  return {};
}

Result<StoredTable> Layout::create_beside(const schema::Table& table, const std::string& name, LoadReport* report) {
  const StoredTable* const stored = find(table.name());
  for (const auto& column : table.columns()) {
    if (report == nullptr || stored == nullptr || !column.data_type || stored->find(column.name) != nullptr) continue;
    report->new_columns.push_back(table.name() + "." + column.name);
  }
  return create(table, name);
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
  DECANT_TRY(session_.execute("CREATE SCHEMA " + place_.path()));
  exists_ = true;
  return {};
}

Result<StoredTable> Layout::create(const schema::Table& table, const std::string& name) {
  StoredTable stored{.name = name, .columns = {}, .is_new = true, .folds_case = session_.folds_case()};
  std::string definition;
  for (const auto& column : table.columns()) {
    if (!column.data_type) continue;
    DECANT_TRY(const auto type, session_.type_of(column));
    if (!definition.empty()) definition += ", ";
    definition += quote_identifier(column.name) + " " + type;
    if (!column.is_nullable()) definition += " NOT NULL";
    if (const auto storage = session_.storage_of(column); !storage.empty()) definition += " " + storage;
    if (column.unique) add_unfinished(session_.unique_statement(path_of(name), column));
    stored.columns.push_back(column.name);
  }
  for (const auto& key : merged_by(table)) index_key(path_of(name), key);
  DECANT_TRY(session_.execute("CREATE TABLE " + path_of(name) + " (" + definition + ")"));
  return stored;
}

bool Layout::add_unfinished(std::string statement) {
  if (statement.empty()) return false;
  unfinished_.push_back(std::move(statement));
  return true;
}

void Layout::index_key(const std::string& path, std::span<const schema::Column* const> key) {
  const bool has_index = key.size() == 1 && key.front()->unique;
  if (has_index || !add_unfinished(session_.index_statement(path, key))) return;
  MergedColumns& merged = merged_.emplace_back(MergedColumns{.path = path, .columns = {}});
  for (const auto* const column : key) merged.columns.push_back(quote_identifier(column->name));
}

Result<void> Layout::finish_tables() {
  for (const auto& statement : unfinished_) DECANT_TRY(session_.execute(statement));
  for (const auto& merged : merged_) DECANT_TRY(session_.analyze(merged.path, merged.columns));
  unfinished_.clear();
  merged_.clear();
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
