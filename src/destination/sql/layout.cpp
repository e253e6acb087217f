#include "destination/sql/layout.h"

#include <set>
#include <utility>

#include "destination/sql/quoting.h"

namespace decant::destination {

namespace {

bool has_typed_column(const schema::Table& table) {
  for (const auto& column : table.columns()) {
    if (column.data_type) return true;
  }
  return false;
}

/// Columns are found without regard to case, so two that differ in case only would be one.
Result<void> check_names(const schema::Table& table) {
  std::set<std::string> folded;
  for (const auto& column : table.columns()) {
    if (!column.data_type || folded.insert(fold_case(column.name)).second) continue;
    return fail(ErrorKind::schema,
                "the database does not tell two columns of table " + table.name() + " apart: " + column.name +
                    " is there in another case",
                "use the naming convention snake_case, or rename one of them");
  }
  return {};
}

}  // namespace

Result<void> Layout::read(std::span<const std::string_view> wanted) {
  tables_.clear();
  DECANT_TRY(auto stored, session_.read_dataset(dataset_, wanted));
  exists_ = stored.exists;
  for (auto& table : stored.tables) {
    auto key = fold_case(table.name);
    tables_.emplace(std::move(key), std::move(table));
  }
  return {};
}

const StoredTable* Layout::find(std::string_view table) const {
  const auto found = tables_.find(fold_case(table));
  return found == tables_.end() ? nullptr : &found->second;
}

std::string Layout::path_of(std::string_view table) const {
  return session_.path_prefix() + quote_identifier(dataset_) + "." + quote_identifier(table);
}

Result<void> Layout::migrate(const schema::Table& table, LoadReport* report) {
  DECANT_TRY(check_names(table));
  if (!has_typed_column(table)) return {};
  DECANT_TRY(create_dataset());
  const auto found = tables_.find(fold_case(table.name()));
  if (found != tables_.end()) return extend(found->second, table, report);
  if (report != nullptr) report->new_tables.push_back(table.name());
  return create(table);
}

Result<void> Layout::drop(std::string_view table) {
  const auto found = tables_.find(fold_case(table));
  if (found == tables_.end()) return {};
  DECANT_TRY(session_.execute("DROP TABLE " + path_of(found->second.name)));
  tables_.erase(found);
  return {};
}

Result<void> Layout::create_dataset() {
  if (exists_) return {};
  DECANT_TRY(session_.execute("CREATE SCHEMA " + session_.path_prefix() + quote_identifier(dataset_)));
  exists_ = true;
  return {};
}

Result<void> Layout::create(const schema::Table& table) {
  StoredTable stored{.name = table.name(), .columns = {}, .is_new = true};
  std::string definition;
  for (const auto& column : table.columns()) {
    if (!column.data_type) continue;
    DECANT_TRY(const auto type, session_.type_of(column));
    if (!definition.empty()) definition += ", ";
    definition += quote_identifier(column.name) + " " + type;
    if (const auto constraints = session_.constraints_of(column); !constraints.empty()) definition += " " + constraints;
    stored.columns.push_back(column.name);
  }
  DECANT_TRY(session_.execute("CREATE TABLE " + path_of(table.name()) + " (" + definition + ")"));
  tables_.emplace(fold_case(table.name()), std::move(stored));
  return {};
}

Result<void> Layout::extend(StoredTable& stored, const schema::Table& table, LoadReport* report) {
  for (const auto& column : table.columns()) {
    if (!column.data_type || stored.find(column.name) != nullptr) continue;
    DECANT_TRY(const auto type, session_.type_of(column));
    // Always nullable: rows that are there have no value.
    DECANT_TRY(session_.execute("ALTER TABLE " + path_of(stored.name) + " ADD COLUMN " + quote_identifier(column.name) +
                                " " + type));
    stored.columns.push_back(column.name);
    if (report != nullptr) report->new_columns.push_back(table.name() + "." + column.name);
  }
  return {};
}

}  // namespace decant::destination
