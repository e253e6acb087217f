#include "schema/schema.h"

#include <algorithm>
#include <utility>

#include "core/hash.h"
#include "json/write.h"
#include "schema/naming.h"
#include "schema/system_tables.h"

namespace decant::schema {

namespace {

constexpr std::size_t kMaxPreviousHashes = 10;
constexpr std::size_t kMaxSchemaName = 64;

json::Value default_settings() {
  json::Value settings = json::Value::object();
  settings["detections"] = json::Value::Array{"iso_timestamp"};
  json::Value& hints = settings["default_hints"];
  hints["not_null"] = json::Value::Array{"_dlt_id", "_dlt_root_id", "_dlt_parent_id", "_dlt_list_idx", "_dlt_load_id"};
  hints["parent_key"] = json::Value::Array{"_dlt_parent_id"};
  hints["root_key"] = json::Value::Array{"_dlt_root_id"};
  hints["unique"] = json::Value::Array{"_dlt_id"};
  hints["row_key"] = json::Value::Array{"_dlt_id"};
  return settings;
}

json::Value default_normalizers() {
  json::Value normalizers = json::Value::object();
  normalizers["names"] = "snake_case";
  normalizers["json"]["module"] = "dlt.common.normalizers.json.relational";
  return normalizers;
}

json::Value table_to_json(const Table& table) {
  json::Value document = json::Value::object();
  document["name"] = table.name();
  json::Value& columns = document["columns"];
  columns = json::Value::object();
  for (const auto& column : table.columns()) columns[column.name] = column.to_json();
  for (const auto& [key, value] : table.properties().as_object()) document[key] = value;
  return document;
}

Result<Table> table_from_json(std::string_view name, const json::Value& document) {
  Table table{std::string(name)};
  if (!document.is_object()) return fail(ErrorKind::schema, "table \"" + table.name() + "\" is no object");
  for (const auto& [key, value] : document.as_object()) {
    if (key == "name") continue;
    if (key != "columns") {
      table.properties()[key] = value;
      continue;
    }
    if (!value.is_object()) return fail(ErrorKind::schema, "the columns of \"" + table.name() + "\" are no object");
    for (const auto& [column_name, column_document] : value.as_object()) {
      DECANT_TRY(Column column, Column::from_json(column_name, column_document));
      table.add(std::move(column));
    }
  }
  return table;
}

void fill_defaults(Table& table) {
  if (!table.is_root()) return;
  if (table.properties().find("write_disposition") == nullptr) table.properties()["write_disposition"] = "append";
  if (table.properties().find("resource") == nullptr) table.properties()["resource"] = table.name();
}

}  // namespace

Schema::Schema(std::string name)
    : name_(std::move(name)), settings_(default_settings()), normalizers_(default_normalizers()) {
  add(version_table());
  add(loads_table());
}

Result<Schema> Schema::from_json(const json::Value& document) {
  const auto engine = document.integer_or("engine_version", 0);
  const std::string name = document.text_or("name", "");
  if (name.empty() || engine == 0)
    return fail(ErrorKind::schema, "this is no schema document: name or engine_version is missing");
  if (engine != kEngineVersion)
    return fail(ErrorKind::schema,
                "schema \"" + name + "\" has engine version " + std::to_string(engine) +
                    "; this decant reads version " + std::to_string(kEngineVersion),
                engine > kEngineVersion ? "use a newer decant" : "open it once with a current dlt, which rewrites it");
  Schema schema(name);
  schema.tables_.clear();
  schema.version_ = document.integer_or("version", 1);
  schema.version_hash_ = document.text_or("version_hash", "");
  for (const auto& [key, value] : document.as_object()) {
    if (key == "tables" && value.is_object()) {
      for (const auto& [table_name, table_document] : value.as_object()) {
        DECANT_TRY(Table table, table_from_json(table_name, table_document));
        schema.add(std::move(table));
      }
    } else if (key == "settings") {
      schema.settings_ = value;
    } else if (key == "normalizers") {
      schema.normalizers_ = value;
    } else if (key == "previous_hashes" && value.is_array()) {
      for (const auto& hash : value.as_array()) {
        if (hash.is_string()) schema.previous_hashes_.push_back(hash.as_string());
      }
    } else if (key == "imported_version_hash" || key == "description") {
      schema.other_[key] = value;
    }
  }
  if (!schema.version_hash_.empty() && schema.version_hash_ != schema.content_hash())
    return fail(ErrorKind::schema,
                "the stored schema \"" + name + "\" was changed by hand: its hash does not fit its content",
                "restore the file, or drop the pipeline's working folder and let it be read from the destination");
  for (auto& table : schema.tables_) fill_defaults(table);
  return schema;
}

json::Value Schema::to_json() const {
  json::Value document = json::Value::object();
  document["version"] = version_;
  document["version_hash"] = version_hash_;
  document["engine_version"] = kEngineVersion;
  document["name"] = name_;
  json::Value& tables = document["tables"];
  tables = json::Value::object();
  for (const auto& table : tables_) tables[table.name()] = table_to_json(table);
  document["settings"] = settings_;
  document["normalizers"] = normalizers_;
  json::Value hashes = json::Value::array();
  for (const auto& hash : previous_hashes_) hashes.push_back(hash);
  document["previous_hashes"] = std::move(hashes);
  for (const auto& [key, value] : other_.as_object()) document[key] = value;
  return document;
}

const Table* Schema::find(std::string_view table) const {
  const auto found = std::find_if(tables_.begin(), tables_.end(), [&](const Table& t) { return t.name() == table; });
  return found == tables_.end() ? nullptr : &*found;
}

Table* Schema::find(std::string_view table) { return const_cast<Table*>(std::as_const(*this).find(table)); }

Table& Schema::add(Table table) {
  DECANT_CHECK(find(table.name()) == nullptr);
  return tables_.emplace_back(std::move(table));
}

const Table& Schema::root_of(const Table& table) const {
  const Table* at = &table;
  // A chain is never longer than there are tables; a document with a circle of parents ends too.
  for (std::size_t steps = 0; steps < tables_.size() && !at->is_root(); ++steps) {
    const Table* parent = find(at->parent());
    if (parent == nullptr) break;
    at = parent;
  }
  return *at;
}

bool Schema::bump_version() {
  const std::string hash = content_hash();
  if (hash == version_hash_) return false;
  if (!version_hash_.empty()) {
    std::erase(previous_hashes_, version_hash_);
    previous_hashes_.insert(previous_hashes_.begin(), version_hash_);
    if (previous_hashes_.size() > kMaxPreviousHashes) previous_hashes_.resize(kMaxPreviousHashes);
    ++version_;
  }
  version_hash_ = hash;
  return true;
}

std::string Schema::content_hash() const {
  json::Value document = to_json();
  for (const char* key : {"version", "version_hash", "imported_version_hash", "previous_hashes"}) document.erase(key);
  Sha3 digest;
  digest.update(json::write_sorted(document));
  std::vector<const Table*> sorted;
  for (const auto& table : tables_) sorted.push_back(&table);
  std::sort(sorted.begin(), sorted.end(), [](const Table* a, const Table* b) { return a->name() < b->name(); });
  for (const Table* table : sorted) {
    digest.update(table->name());
    for (const auto& column : table->columns()) digest.update(column.name);
  }
  return digest.finish_base64();
}

bool is_system_name(std::string_view name) { return name.starts_with("_dlt"); }

std::string schema_name_from(std::string_view name) {
  return NamingConvention::snake_case(kMaxSchemaName).identifier(name);
}

}  // namespace decant::schema
