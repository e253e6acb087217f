#include "schema/table_merge.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace decant::schema {

namespace {

constexpr std::array<std::string_view, 5> kCompound = {"partition", "cluster", "primary_key", "merge_key",
                                                       "incremental"};
constexpr std::string_view kReferences = "references";
constexpr std::string_view kReferencedTable = "referenced_table";

void clear_compound_hints(Table& stored, const Table& partial) {
  for (const auto hint : kCompound) {
    const auto& columns = partial.columns();
    if (std::none_of(columns.begin(), columns.end(), [&](const Column& column) { return column.has(hint); })) continue;
    for (std::size_t i = 0; i < stored.columns().size(); ++i) stored.column(i).erase(hint);
  }
}

void merge_columns(Table& stored, const Table& partial) {
  for (const Column& column : partial.columns()) {
    const auto index = stored.index_of(column.name);
    if (!index) {
      stored.add(column);
      continue;
    }
    Column& known = stored.column(*index);
    const bool becomes_complete = !known.is_complete() && column.is_complete();
    known.merge(column);
    if (becomes_complete) stored.move_to_end(column.name);
  }
}

bool is_list(const json::Value* value) { return value != nullptr && value->is_array(); }

/// References by the table that they refer to; the later one wins.
json::Value merged_references(const json::Value* stored, const json::Value& added) {
  json::Value::Array references;
  if (is_list(stored)) references = stored->as_array();
  for (const auto& reference : added.as_array()) {
    const std::string table = reference.text_or(kReferencedTable, "");
    const auto known = std::find_if(references.begin(), references.end(), [&](const json::Value& other) {
      return other.text_or(kReferencedTable, "") == table;
    });
    if (known == references.end()) {
      references.push_back(reference);
    } else {
      *known = reference;
    }
  }
  return references;
}

std::unexpected<Error> conflict(const Table& table, const std::string& what) {
  return fail(ErrorKind::schema, "table \"" + table.name() + "\" " + what,
              "Give the table another name, or drop it in the dataset first.");
}

void normalize_names(json::Value& reference, std::string_view key, const NamingConvention& naming) {
  json::Value* names = reference.find(key);
  if (!is_list(names)) return;
  for (auto& name : names->as_array()) {
    if (name.is_string()) name = naming.path(name.as_string());
  }
}

json::Value normalized_references(const json::Value& references, const NamingConvention& naming) {
  json::Value normalized = json::Value::array();
  for (json::Value reference : references.as_array()) {
    if (reference.is_object()) {
      reference[kReferencedTable] = naming.table_path(reference.text_or(kReferencedTable, ""));
      normalize_names(reference, "columns", naming);
      normalize_names(reference, "referenced_columns", naming);
    }
    normalized.push_back(std::move(reference));
  }
  return merged_references(nullptr, normalized);
}

}  // namespace

Result<void> merge_table(Table& stored, const Table& partial, CompoundHints hints) {
  if (stored.parent() != partial.parent())
    return conflict(stored, stored.is_root() ? "is no nested table, but would be nested in \"" + partial.parent() + "\""
                            : partial.is_root()
                                ? "is nested in \"" + stored.parent() + "\", but would be no nested table"
                                : "is nested in \"" + stored.parent() + "\", not in \"" + partial.parent() + "\"");
  if (!stored.is_root() && !partial.properties().text_or("resource", "").empty())
    return conflict(stored, "is nested, but would be that of the resource \"" +
                                partial.properties().text_or("resource", "") + "\"");
  if (hints == CompoundHints::replace) clear_compound_hints(stored, partial);
  merge_columns(stored, partial);
  for (const auto& [key, value] : partial.properties().as_object()) {
    if (key == kReferences && value.is_array()) {
      stored.properties()[key] = merged_references(stored.properties().find(key), value);
    } else {
      stored.properties()[key] = value;
    }
  }
  return {};
}

Table normalize_identifiers(const Table& table, const NamingConvention& naming) {
  Table normalized(naming.table_path(table.name()));
  normalized.properties() = table.properties();
  if (!table.is_root()) normalized.properties()["parent"] = naming.table_path(table.parent());
  if (const json::Value* references = table.properties().find(kReferences); is_list(references))
    normalized.properties()[kReferences] = normalized_references(*references, naming);
  for (Column column : table.columns()) {
    column.name = naming.path(column.name);
    if (const auto index = normalized.index_of(column.name)) {
      normalized.column(*index).merge(column.without_defaults());
    } else {
      normalized.add(std::move(column));
    }
  }
  return normalized;
}

}  // namespace decant::schema
