#include "schema/document_migration.h"

#include <string>
#include <string_view>
#include <utility>

#include "schema/normalizers.h"
#include "schema/system_tables.h"

namespace decant::schema {

namespace {

using Object = json::Value::Object;

constexpr std::string_view kSeparator = "__";
constexpr std::string_view kDltId = "_dlt_id";
constexpr std::string_view kDltParentId = "_dlt_parent_id";
constexpr std::string_view kNormalizerKey = "x-normalizer";
constexpr std::string_view kSeenNullFirst = "seen-null-first";

std::unexpected<Error> malformed(std::string_view what) {
  return fail(ErrorKind::schema, "the schema document is malformed: " + std::string(what));
}

/// Takes a member out of an object; null if it is not there.
json::Value take(json::Value& document, std::string_view key) {
  json::Value taken;
  if (json::Value* found = document.find(key)) taken = std::move(*found);
  document.erase(key);
  return taken;
}

/// A member that must be an object.
Result<json::Value*> object_at(json::Value& document, std::string_view key) {
  json::Value* found = document.find(key);
  if (found == nullptr || !found->is_object()) return malformed(std::string(key) + " is no object");
  return found;
}

Result<Object*> tables_of(json::Value& document) {
  DECANT_TRY(json::Value* const tables, object_at(document, "tables"));
  for (auto& [name, table] : tables->as_object()) {
    DECANT_TRY(json::Value* const columns, object_at(table, "columns"));
    for (const auto& [column, properties] : columns->as_object()) {
      if (!properties.is_object()) return malformed("column \"" + column + "\" of table \"" + name + "\" is no object");
    }
  }
  return &tables->as_object();
}

json::Value new_table(std::string_view name, std::string_view parent) {
  json::Value table = json::Value::object();
  table["name"] = name;
  table["columns"] = json::Value::object();
  if (parent.empty()) {
    table["write_disposition"] = "append";
    table["resource"] = name;
  } else {
    table["parent"] = parent;
  }
  return table;
}

/// The longest beginning of a name, up to a separator, that is a table as well.
std::string_view parent_of(std::string_view name, const json::Value& tables) {
  for (auto at = name.rfind(kSeparator); at != std::string_view::npos && at > 0; at = name.rfind(kSeparator)) {
    name = name.substr(0, at);
    if (tables.find(name) != nullptr) return name;
  }
  return {};
}

/// `^root__path` becomes a filter `re:^path` of the table `root`.
Result<void> move_filters(json::Value& tables, std::string_view group, const json::Value& filters) {
  if (filters.is_null()) return {};
  if (!filters.is_array()) return malformed(std::string(group) + " is no list");
  for (const auto& filter : filters.as_array()) {
    const auto at = filter.is_string() ? filter.as_string().find(kSeparator) : std::string::npos;
    if (at == std::string::npos || at < 2) return malformed("an entry of " + std::string(group) + " names no table");
    const std::string& text = filter.as_string();
    const std::string root = text.substr(1, at - 1);
    json::Value& table = tables[root];
    if (table.is_null()) table = new_table(root, {});
    json::Value& list = table["filters"][group];
    if (list.is_null()) list = json::Value::array();
    list.push_back("re:^" + text.substr(at + kSeparator.size()));
  }
  return {};
}

json::Value with_prefix(const json::Value& texts) {
  json::Value prefixed = json::Value::array();
  for (const auto& text : texts.as_array()) prefixed.push_back("re:" + (text.is_string() ? text.as_string() : ""));
  return prefixed;
}

Result<json::Value> settings_of_engine_2(json::Value& document) {
  json::Value hints = take(document, "hints");
  if (hints.is_null()) hints = json::Value::object();
  if (!hints.is_object()) return malformed("hints is no object");
  for (auto& [hint, columns] : hints.as_object()) {
    if (!columns.is_array()) return malformed("hints." + hint + " is no list");
    columns = with_prefix(columns);
  }
  json::Value types = json::Value::object();
  const json::Value old_types = take(document, "preferred_types");
  if (old_types.is_object()) {
    for (const auto& [column, type] : old_types.as_object()) types["re:" + column] = type;
  }
  json::Value settings = json::Value::object();
  settings["default_hints"] = std::move(hints);
  settings["preferred_types"] = std::move(types);
  return settings;
}

Result<void> from_1(json::Value& document) {
  document["includes"] = json::Value::array();
  document["excludes"] = json::Value::array();
  return {};
}

Result<void> from_2(json::Value& document) {
  json::Value& normalizers = document["normalizers"] = Normalizers().to_json();
  normalizers["json"]["config"]["propagation"]["root"][kDltId] = "_dlt_root_id";
  DECANT_TRY(document["settings"], settings_of_engine_2(document));
  const json::Value old_tables = take(document, "tables");
  if (!old_tables.is_object()) return malformed("tables is no object");
  json::Value tables = json::Value::object();
  for (const auto& [name, columns] : old_tables.as_object()) {
    json::Value& table = tables[name] = new_table(name, parent_of(name, old_tables));
    table["columns"] = columns;
  }
  DECANT_TRY(move_filters(tables, "excludes", take(document, "excludes")));
  DECANT_TRY(move_filters(tables, "includes", take(document, "includes")));
  document["tables"] = std::move(tables);
  return {};
}

Result<void> from_3(json::Value& document) {
  json::Value& hash = document["version_hash"];
  if (hash.is_null()) hash = "";
  return {};
}

Result<void> from_4(json::Value& document) {
  DECANT_TRY(json::Value* const tables, object_at(document, "tables"));
  (*tables)[kVersionTable] = version_table().to_json();
  (*tables)[kLoadsTable] = loads_table().to_json();
  return {};
}

Result<void> from_5(json::Value& document) {
  DECANT_TRY(json::Value* const tables, object_at(document, "tables"));
  (*tables)[kLoadsTable] = loads_table().to_json();
  return {};
}

Result<void> from_6(json::Value& document) {
  if (json::Value* settings = document.find("settings")) settings->erase("schema_sealed");
  DECANT_TRY(json::Value* const tables, object_at(document, "tables"));
  for (auto& [name, table] : tables->as_object()) table.erase("table_sealed");
  return {};
}

Result<void> from_7(json::Value& document) {
  document["previous_hashes"] = json::Value::array();
  return {};
}

Result<void> from_8(json::Value& document) {
  DECANT_TRY(Object* const tables, tables_of(document));
  for (auto& [name, table] : *tables) {
    if (table.find("columns")->find(kDltId) != nullptr) table[kNormalizerKey]["seen-data"] = true;
  }
  return {};
}

void rename_complex(json::Value& type) {
  if (type == json::Value("complex")) type = "json";
}

void migrate_keys(json::Value& columns, std::string_view id, std::string_view parent_id) {
  const auto copy = [&](std::string_view column_name, std::string_view from, std::string_view to) {
    json::Value* column = columns.find(column_name);
    if (column == nullptr) return;
    const json::Value* hint = column->find(from);
    (*column)[to] = hint == nullptr ? json::Value(false) : json::Value(*hint);
  };
  copy(id, "unique", "row_key");
  copy(parent_id, "foreign_key", "parent_key");
  for (auto& [name, column] : columns.as_object()) {
    if (json::Value* type = column.find("data_type")) rename_complex(*type);
    column.erase("foreign_key");
  }
}

Result<void> from_9(json::Value& document) {
  DECANT_TRY(json::Value* const document_normalizers, object_at(document, "normalizers"));
  DECANT_TRY(const auto normalizers, Normalizers::from_json(*document_normalizers));
  DECANT_TRY(const auto naming, normalizers.naming(0));
  const std::string id = naming.identifier(kDltId);
  const std::string parent_id = naming.identifier(kDltParentId);
  DECANT_TRY(Object* const tables, tables_of(document));
  for (auto& [name, table] : *tables) migrate_keys(*table.find("columns"), id, parent_id);
  DECANT_TRY(json::Value* const settings, object_at(document, "settings"));
  if (json::Value* types = settings->find("preferred_types"); types != nullptr && types->is_object()) {
    for (auto& [column, type] : types->as_object()) rename_complex(type);
  }
  if (json::Value* hints = settings->find("default_hints");
      hints != nullptr && hints->is_object() && !hints->as_object().empty()) {
    hints->erase("foreign_key");
    (*hints)["row_key"] = json::Value::Array{id};
    (*hints)["parent_key"] = json::Value::Array{parent_id};
  }
  json::Value* json = document_normalizers->find("json");
  if (json::Value* config = json == nullptr ? nullptr : json->find("config")) config->erase("generate_dlt_id");
  return {};
}

Result<void> from_10(json::Value& document) {
  DECANT_TRY(json::Value* const normalizers, object_at(document, "normalizers"));
  (*normalizers)["use_break_path_on_normalize"] = false;
  return {};
}

/// Columns of which only nulls were seen were once noted in the schema. A mark on a typed column goes; an untyped
/// column that bears it goes itself.
void remove_null_only_columns(json::Value& table) {
  json::Value* columns = table.find("columns");
  if (columns == nullptr || !columns->is_object()) return;
  const auto is_marked = [](const json::Value& column) {
    const json::Value* normalizer = column.find(kNormalizerKey);
    return normalizer != nullptr && normalizer->bool_or(kSeenNullFirst, false);
  };
  std::erase_if(columns->as_object(), [&](const auto& member) {
    return is_marked(member.second) && member.second.find("data_type") == nullptr;
  });
  for (auto& [name, column] : columns->as_object()) {
    if (!is_marked(column)) continue;
    json::Value* normalizer = column.find(kNormalizerKey);
    normalizer->erase(kSeenNullFirst);
    if (normalizer->as_object().empty()) column.erase(kNormalizerKey);
  }
}

using Step = Result<void> (*)(json::Value&);
/// The step from engine 1, 2 …
constexpr Step kSteps[] = {from_1, from_2, from_3, from_4, from_5, from_6, from_7, from_8, from_9, from_10};

}  // namespace

Result<void> migrate_document(json::Value& document) {
  const std::int64_t engine = document.integer_or("engine_version", 0);
  if (engine < 1) return malformed("engine_version is no version");
  if (engine > kEngineVersion)
    return fail(ErrorKind::schema,
                "the schema has engine version " + std::to_string(engine) + "; this decant reads versions up to " +
                    std::to_string(kEngineVersion),
                "Use a newer decant.");
  for (std::int64_t from = engine; from < kEngineVersion; ++from) {
    if (auto done = kSteps[from - 1](document); !done)
      return fail(std::move(done).error().within("bringing the schema from engine version " + std::to_string(from) +
                                                 " to " + std::to_string(from + 1)));
  }
  document["engine_version"] = kEngineVersion;
  DECANT_TRY(json::Value* const tables, object_at(document, "tables"));
  for (auto& [name, table] : tables->as_object()) remove_null_only_columns(table);
  return {};
}

}  // namespace decant::schema
