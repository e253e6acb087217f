#include "destination/sql/root_links.h"

#include <string>

#include "destination/sql/merge_keys.h"
#include "destination/sql/quoting.h"

namespace decant::destination {

namespace {

/// The first column with a hint, quoted; empty if there is none.
std::string first_with(const schema::Table& table, bool schema::Column::* hint) {
  const auto columns = table.columns_with(hint);
  return columns.empty() ? "" : quote_identifier(columns.front());
}

}  // namespace

std::vector<const schema::Table*> tables_without_root_key(std::span<const TableLoad> chain, const Layout& layout) {
  std::vector<const schema::Table*> found;
  for (const auto& load : chain) {
    const StoredTable* const stored = layout.find(load.table->name());
    const auto root_keys = load.table->columns_with(&schema::Column::root_key);
    if (stored != nullptr && !root_keys.empty() && stored->find(root_keys.front()) == nullptr)
      found.push_back(load.table);
  }
  return found;
}

Result<void> link_to_roots(SqlSession& session, const Layout& layout, std::span<const schema::Table* const> tables) {
  const std::string row_id = quote_identifier(kRowIdColumn);
  for (const auto* const table : tables) {  // parents come first
    const std::string root_key = first_with(*table, &schema::Column::root_key);
    const std::string parent_key = first_with(*table, &schema::Column::parent_key);
    const StoredTable* const parent = layout.find(table->parent());
    if (parent_key.empty() || parent == nullptr) continue;
    // Only a parent that is nested itself has the link.
    const std::string* const handed_on = parent->find(root_key.substr(1, root_key.size() - 2));
    const std::string root_of_parent = handed_on == nullptr ? row_id : quote_identifier(*handed_on);
    DECANT_TRY(session.execute("UPDATE " + layout.path_of(table->name()) + " AS c SET " + root_key + " = p." +
                               root_of_parent + " FROM " + layout.path_of(parent->name) + " AS p WHERE p." + row_id +
                               " = c." + parent_key));
  }
  return {};
}

}  // namespace decant::destination
