#include "destination/sql/merge_keys.h"

#include <utility>

#include "destination/sql/quoting.h"

namespace decant::destination {

namespace {

/// The column that nested rows link to: as in dlt the one that says so, else the first unique one, else the only
/// primary key. But links are made of `_dlt_id` wherever a table has it: that of a history says neither of itself.
std::string row_key_of(const schema::Table& root) {
  if (const auto keys = root.columns_with(&schema::Column::row_key); !keys.empty()) return keys.front();
  if (const auto* const id = root.find(kRowIdColumn); id != nullptr && id->data_type) return id->name;
  if (const auto keys = root.columns_with(&schema::Column::unique); !keys.empty()) return keys.front();
  const auto primary = root.columns_with(&schema::Column::primary_key);
  return primary.size() == 1 ? primary.front() : "";
}

Result<void> read_keys(const schema::Table& root, const StoredTable& stored, MergeKeys& keys) {
  for (const auto flag : {&schema::Column::primary_key, &schema::Column::merge_key}) {
    for (const auto& key : root.columns_with(flag)) {
      if (stored.find(key) == nullptr) {
        return fail(ErrorKind::schema,
                    "the key column " + key + " of table " + root.name() + " has no values in any load",
                    "correct primary_key or merge_key of the resource");
      }
      (flag == &schema::Column::primary_key ? keys.primary : keys.merge).push_back(quote_identifier(key));
    }
  }
  return {};
}

void read_hints(const schema::Table& root, MergeKeys& keys) {
  keys.deduplicated = root.properties().bool_or("x-stage-data-deduplicated", false);
  for (const auto& column : root.columns()) {
    if (!column.data_type) continue;
    const std::string name = quote_identifier(column.name);
    if (keys.stays.empty() && column.other.bool_or("hard_delete", false)) {
      const bool is_flag = column.data_type == schema::DataType::boolean;
      keys.stays = "(" + name + " IS NULL" + (is_flag ? " OR " + name + " = false)" : ")");
      keys.is_deleted = name + (is_flag ? " = true" : " IS NOT NULL");
    }
    const auto order = column.other.text_or("dedup_sort", "");
    if (keys.dedup_order.empty() && !order.empty())
      keys.dedup_order = name + (order == "desc" ? " DESC" : " ASC") + " NULLS LAST";
  }
}

std::unexpected<Error> cannot_assign(const schema::Table& table, const schema::Table& root) {
  return fail(ErrorKind::schema,
              "the rows of table " + table.name() + " cannot be assigned to those of " + root.name() +
                  ", so they cannot be merged: a root key is missing",
              "set `root_key: true` on the source, or load the resource with another write disposition");
}

/// The quoted name of the first of some columns, if the table has it.
std::string stored_name(const std::vector<std::string>& columns, const StoredTable& stored) {
  return columns.empty() || stored.find(columns.front()) == nullptr ? "" : quote_identifier(columns.front());
}

Result<void> read_nested(std::span<const TableLoad> chain, const Layout& layout, MergeStrategy strategy,
                         MergeKeys& keys) {
  const schema::Table& root = *chain.front().table;
  for (std::size_t i = 1; i < chain.size(); ++i) {
    const schema::Table& table = *chain[i].table;
    const StoredTable* const stored = layout.find(table.name());
    if (stored == nullptr) continue;
    auto links = table.columns_with(&schema::Column::root_key);
    if (links.empty() && table.parent() == root.name()) links = table.columns_with(&schema::Column::parent_key);
    MergeKeys::Nested nested{.path = layout.path_of(stored->name),
                             .root_key = keys.row_key.empty() ? "" : stored_name(links, *stored),
                             .row_key = stored_name({row_key_of(table)}, *stored),
                             .index = i};
    if (nested.root_key.empty() && strategy != MergeStrategy::scd2) return cannot_assign(table, root);
    if (nested.row_key.empty() && strategy != MergeStrategy::delete_insert) {
      return fail(ErrorKind::schema,
                  "the rows of table " + table.name() +
                      " cannot be told apart, so they cannot be merged: a row key is "
                      "missing",
                  "load the resource with the merge strategy delete-insert");
    }
    keys.nested.push_back(std::move(nested));
  }
  return {};
}

}  // namespace

Result<MergeStrategy> merge_strategy_of(const schema::Table& root) {
  const auto name = root.properties().text_or("x-merge-strategy", "delete-insert");
  if (name == "delete-insert") return MergeStrategy::delete_insert;
  if (name == "upsert") return MergeStrategy::upsert;
  if (name == "insert-only") return MergeStrategy::insert_only;
  if (name == "scd2") return MergeStrategy::scd2;
  return fail(ErrorKind::config, "table " + root.name() + " has an unknown merge strategy: " + name,
              "use delete-insert, upsert, insert-only or scd2");
}

Result<MergeKeys> MergeKeys::read(std::span<const TableLoad> chain, const Layout& layout, MergeStrategy strategy) {
  const schema::Table& root = *chain.front().table;
  const StoredTable& stored = *layout.find(root.name());
  MergeKeys keys;
  keys.root_path = layout.path_of(stored.name);
  DECANT_TRY(read_keys(root, stored, keys));
  const bool goes_by_key = strategy == MergeStrategy::upsert || strategy == MergeStrategy::insert_only;
  if (goes_by_key && keys.primary.empty()) {
    return fail(ErrorKind::config, "table " + root.name() + " is merged by its primary key, but has none",
                "give the resource a `primary_key`");
  }
  if (goes_by_key) keys.merge.clear();  // as dlt: they count for delete-insert and scd2 only
  if (keys.empty() && strategy == MergeStrategy::delete_insert) return keys;
  read_hints(root, keys);
  keys.row_key = stored_name({row_key_of(root)}, stored);
  DECANT_TRY(read_nested(chain, layout, strategy, keys));
  return keys;
}

Result<void> MergeKeys::analyze(SqlSession& session, const std::string& rows) const {
  for (const auto* const key : {&primary, &merge}) {
    if (!key->empty()) DECANT_TRY(session.analyze(rows, *key));
  }
  return {};
}

std::vector<std::string> MergeKeys::same_keys(const std::string& a, const std::string& b) const {
  std::vector<std::string> conditions;
  for (const auto* const kind : {&primary, &merge}) {
    if (kind->empty()) continue;
    std::vector<std::string> same;
    same.reserve(kind->size());
    for (const auto& key : *kind) {
      std::string equal = a;
      equal.append(".").append(key).append(" = ").append(b).append(".").append(key);
      same.push_back(std::move(equal));
    }
    conditions.push_back(joined(same, " AND "));
  }
  return conditions;
}

std::vector<std::string> MergeKeys::keys_among(const std::string& a, const std::string& rows) const {
  std::vector<std::string> conditions;
  for (const auto* const kind : {&primary, &merge}) {
    if (kind->empty()) continue;
    std::string condition = a + "." + joined(*kind, ", " + a + ".");
    if (kind->size() > 1) condition.insert(0, "(").append(")");
    condition.append(" IN (SELECT ").append(joined(*kind, ", ")).append(" FROM ").append(rows).append(")");
    conditions.push_back(std::move(condition));
  }
  return conditions;
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string text;
  for (const auto& part : parts) {
    if (!text.empty()) text += between;
    text += part;
  }
  return text;
}

std::vector<std::string> suffixed(const std::vector<std::string>& names, std::string_view suffix) {
  std::vector<std::string> parts;
  parts.reserve(names.size());
  for (const auto& name : names) parts.push_back(name + std::string(suffix));
  return parts;
}

}  // namespace decant::destination
