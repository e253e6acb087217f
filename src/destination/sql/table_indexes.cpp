#include "destination/sql/table_indexes.h"

#include <utility>

#include "destination/sql/merge_keys.h"

namespace decant::destination {

namespace {

using Key = std::vector<const schema::Column*>;

Key columns_with(const schema::Table& table, bool schema::Column::* hint) {
  Key key;
  for (const auto& column : table.columns()) {
    if (column.data_type && column.*hint) key.push_back(&column);
  }
  return key;
}

/// What a merge looks rows of the root table up by.
std::vector<Key> keys_of(const schema::Table& root) {
  std::vector<Key> keys = {columns_with(root, &schema::Column::primary_key),
                           columns_with(root, &schema::Column::merge_key)};
  if (keys.front() == keys.back()) keys.pop_back();
  std::erase_if(keys, [](const Key& key) { return key.empty() || (key.size() == 1 && key.front()->unique); });
  return keys;
}

/// What a merge looks rows of a nested table up by: their link to the root. Null: there is none, or it may be longer
/// than what an index takes, as no unique index of the root's row ids has taken it.
const schema::Column* link_of(const schema::Table& table, const schema::Table& root) {
  const Key row_key = columns_with(root, &schema::Column::row_key);
  const Key links = columns_with(table, &schema::Column::root_key);
  const bool is_indexed = !row_key.empty() && row_key.front()->unique;
  return is_indexed && !links.empty() ? links.front() : nullptr;
}

/// Whether nothing but their link to the root leads a merge to rows of nested tables.
bool goes_by_link(const schema::Table& root) {
  const auto strategy = merge_strategy_of(root);
  return strategy && *strategy == MergeStrategy::delete_insert;
}

}  // namespace

std::vector<TableIndex> indexes_of(const schema::Table& table, const schema::Table* merged_root) {
  std::vector<TableIndex> indexes;
  const bool is_nested = merged_root != nullptr && merged_root != &table;
  const auto* link = is_nested ? link_of(table, *merged_root) : nullptr;
  for (const auto* const column : columns_with(table, &schema::Column::unique)) {
    if (link != nullptr && column->row_key && goes_by_link(*merged_root)) {
      indexes.push_back({.columns = {std::exchange(link, nullptr), column}, .is_unique = true, .serves_merge = true});
    } else {
      indexes.push_back({.columns = {column}, .is_unique = true});
    }
  }
  if (link != nullptr) indexes.push_back({.columns = {link}, .serves_merge = true});
  if (merged_root != &table) return indexes;
  for (auto& key : keys_of(table)) indexes.push_back({.columns = std::move(key), .serves_merge = true});
  return indexes;
}

}  // namespace decant::destination
