#include "normalize/hint_application.h"

#include <utility>
#include <vector>

#include "schema/table_merge.h"

namespace decant::normalize {

using schema::Column;
using schema::Contract;
using schema::ContractMode;
using schema::ContractVerdict;
using schema::NamingConvention;
using schema::ResourceHints;
using schema::Schema;
using schema::Table;

namespace {

void add_hints(Table& table, const std::vector<Column>& hints) {
  for (const Column& hint : hints) {
    if (const auto index = table.index_of(hint.name)) {
      table.column(*index).merge(hint.without_defaults());
    } else {
      table.add(hint);
    }
  }
}

void add_keys(Table& table, const std::vector<std::string>& keys, bool Column::* flag) {
  for (const auto& key : keys) {
    auto index = table.index_of(key);
    if (!index) {
      Column column;
      column.name = key;
      index = table.add(std::move(column));
    }
    Column& hinted = table.column(*index);
    hinted.*flag = true;
    if (!hinted.nullable) hinted.nullable = false;
  }
}

Table root_table(const ResourceHints& hints, const NamingConvention& naming) {
  Table table(root_table_name(hints, naming));
  table.properties() = hints.properties;
  table.properties()["write_disposition"] = hints.write_disposition;
  table.properties()["resource"] = hints.name;
  if (hints.max_table_nesting) table.properties()["x-normalizer"]["max_nesting"] = *hints.max_table_nesting;
  add_hints(table, hints.columns);
  add_keys(table, hints.primary_key, &Column::primary_key);
  add_keys(table, hints.merge_key, &Column::merge_key);
  return schema::normalize_identifiers(table, naming);
}

/// A table that nested lists become, with the hints for it. Its parent is the table that its path ends in before it;
/// but with a key of its own it is a root table.
Table nested_table(const schema::NestedHints& hints, const std::string& resource, const std::string& root,
                   const NamingConvention& naming) {
  std::vector<std::string> parts = {root};
  for (const auto& key : hints.path) parts.push_back(naming.table_key(key));
  Table table(naming.join(parts));
  parts.pop_back();
  table.properties() = hints.properties;
  add_hints(table, hints.columns);
  add_keys(table, hints.primary_key, &Column::primary_key);
  add_keys(table, hints.merge_key, &Column::merge_key);
  const bool has_key =
      !table.columns_with(&Column::primary_key).empty() || !table.columns_with(&Column::merge_key).empty();
  if (has_key) {
    if (table.properties().find("write_disposition") == nullptr) table.properties()["write_disposition"] = "append";
    table.properties()["resource"] = resource;
  } else {
    table.properties()["parent"] = naming.join(parts);
  }
  return schema::normalize_identifiers(table, naming);
}

/// The contract that a resource's table is judged by: what it says itself, or what the table around it says, or the
/// schema. Not what is stored of the table: a hint that is gone does not hold any more.
Result<Contract> contract_of(const Schema& schema, const Table& table) {
  if (const json::Value* own = table.properties().find("schema_contract")) return Contract::from_json(*own);
  if (!table.is_root()) return schema.contract_for(table.parent());
  return schema::is_system_name(table.name()) ? Contract{} : schema.settings().contract();
}

/// Properties of x-normalizer that are stored already survive hints that do not name them.
void keep_normalizer(Table& table, const Table* stored) {
  const json::Value* kept = stored == nullptr ? nullptr : stored->properties().find("x-normalizer");
  if (kept == nullptr || !kept->is_object()) return;
  json::Value merged = *kept;
  if (const json::Value* own = table.properties().find("x-normalizer")) {
    for (const auto& [key, value] : own->as_object()) merged[key] = value;
  }
  table.properties()["x-normalizer"] = std::move(merged);
}

class HintApplication {
 public:
  HintApplication(Schema& schema, Findings& findings) : schema_(schema), findings_(findings) {}

  /// The verdict that leaves the table out, if there is one.
  Result<std::optional<ContractVerdict>> apply(Table table, const Contract& contract) {
    const Table* stored = schema_.find(table.name());
    const bool is_new = stored == nullptr || schema::is_new_table(*stored);
    keep_normalizer(table, stored);
    if (is_new && contract.columns != ContractMode::evolve) schema::let_columns_evolve_once(table);
    if (is_new) {
      const auto verdict = schema::judge_table(contract);
      DECANT_TRY(const bool allowed, check(verdict, table.name(), {}, "a new table"));
      if (!allowed) return verdict;
    }
    Table admitted(table.name());
    admitted.properties() = table.properties();
    for (const auto& column : table.columns()) {
      const auto verdict = schema::judge_column(contract, is_new ? nullptr : stored, column);
      DECANT_TRY(const bool allowed, check(verdict, table.name(), column.name, "a hint that changes the schema"));
      if (allowed) admitted.add(column);
    }
    DECANT_TRY(schema_.update(admitted, schema::CompoundHints::replace));
    return std::nullopt;
  }

 private:
  Result<bool> check(const ContractVerdict& verdict, const std::string& table, const std::string& column,
                     std::string_view change) {
    if (verdict.allows()) return true;
    if (verdict.mode != ContractMode::freeze) return false;
    findings_.add(FindingKind::refused, table, column, verdict, nullptr);
    return fail(schema::contract_error(verdict, table, column, change));
  }

  Schema& schema_;
  Findings& findings_;
};

}  // namespace

std::string root_table_name(const ResourceHints& hints, const NamingConvention& naming) {
  return naming.table_path(hints.table_name.empty() ? hints.name : hints.table_name);
}

Result<AppliedHints> apply_hints(Schema& schema, const ResourceHints& hints, const NamingConvention& naming,
                                 Findings& findings) {
  AppliedHints applied;
  HintApplication application(schema, findings);
  Table root = root_table(hints, naming);
  const std::string name = root.name();
  DECANT_TRY(const Contract contract, contract_of(schema, root));
  DECANT_TRY(applied.left_out, application.apply(std::move(root), contract));
  for (const auto& nested : hints.nested_hints) {
    Table table = nested_table(nested, hints.name, name, naming);
    const Table* stored = schema.find(table.name());
    const bool is_nested = !table.is_root();
    if (applied.left_out && is_nested) continue;
    if (is_nested && stored == nullptr && schema.find(table.parent()) == nullptr) {
      applied.waiting.push_back(std::move(table));
      continue;
    }
    // Between the two may be objects.
    if (is_nested && stored != nullptr && !stored->is_root()) table.properties()["parent"] = stored->parent();
    DECANT_TRY(const Contract own, contract_of(schema, table));
    DECANT_TRY(application.apply(std::move(table), own));  // its rows meet a verdict themselves
  }
  return applied;
}

}  // namespace decant::normalize
