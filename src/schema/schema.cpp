#include "schema/schema.h"

#include <algorithm>
#include <utility>

#include "schema/document_hash.h"
#include "schema/naming.h"

namespace decant::schema {

namespace {

constexpr std::size_t kMaxPreviousHashes = 10;
constexpr std::size_t kMaxSchemaName = 64;
constexpr std::string_view kRootKeyColumn = "_dlt_root_id";
constexpr std::string_view kRowKeyColumn = "_dlt_id";

void fill_defaults(Table& table) {
  if (!table.is_root()) return;
  const auto fill = [&](std::string_view property, std::string_view value) {
    const json::Value* found = table.properties().find(property);
    if (found == nullptr || found->is_null()) table.properties()[property] = value;
  };
  fill("write_disposition", "append");
  fill("resource", table.name());
}

Error in_schema(Error error, const std::string& name) {
  return std::move(error).within("reading schema \"" + name + "\"");
}

}  // namespace

Schema::Schema(std::string name) : name_(std::move(name)) {
  add(version_table());
  add(loads_table());
}

Result<Schema> Schema::from_json(const json::Value& document) {
  const std::string hash = document.text_or("version_hash", "");
  const bool is_present_engine = document.integer_or("engine_version", 0) == kEngineVersion;
  if (is_present_engine && !hash.empty() && hash != document_hash(document))
    return fail(
        ErrorKind::schema,
        "the stored schema \"" + document.text_or("name", "") +
            "\" was changed by hand: its hash does not fit its content",
        "Restore the file, or drop the pipeline's working folder and let it be read from the dataset. A schema is "
        "changed by an import file (pipeline.import_schema_path).");
  return read(document);
}

Result<Schema> Schema::from_import(const json::Value& document) {
  DECANT_TRY(Schema schema, read(document));
  if (schema.find(kVersionTable) == nullptr) schema.add(version_table());
  if (schema.find(kLoadsTable) == nullptr) schema.add(loads_table());
  schema.bump_version();
  return schema;
}

Result<Schema> Schema::read(const json::Value& document) {
  const std::string name = document.text_or("name", "");
  if (name.empty() || document.find("engine_version") == nullptr)
    return fail(ErrorKind::schema, "this is no schema document: name or engine_version is missing");
  json::Value migrated = document;
  if (auto done = migrate_document(migrated); !done) return fail(in_schema(std::move(done).error(), name));
  Schema schema(name);
  schema.tables_.clear();
  schema.version_ = migrated.integer_or("version", 1);
  schema.version_hash_ = migrated.text_or("version_hash", "");
  for (const auto& [key, value] : migrated.as_object()) {
    Result<void> done;
    if (key == "tables") {
      done = schema.read_tables(value);
    } else if (key == "settings") {
      auto settings = Settings::from_json(value);
      if (!settings) return fail(in_schema(std::move(settings).error(), name));
      schema.settings_ = std::move(*settings);
    } else if (key == "normalizers") {
      auto normalizers = Normalizers::from_json(value);
      if (!normalizers) return fail(in_schema(std::move(normalizers).error(), name));
      schema.normalizers_ = std::move(*normalizers);
    } else if (key == "previous_hashes" && value.is_array()) {
      for (const auto& hash : value.as_array()) {
        if (hash.is_string()) schema.previous_hashes_.push_back(hash.as_string());
      }
    } else if (key == "imported_version_hash" || key == "description") {
      schema.other_[key] = value;
    }
    if (!done) return fail(in_schema(std::move(done).error(), name));
  }
  if (auto done = schema.check_parents(); !done) return fail(in_schema(std::move(done).error(), name));
  for (auto& table : schema.tables_) fill_defaults(table);
  return schema;
}

Result<void> Schema::read_tables(const json::Value& tables) {
  for (const auto& [table_name, table_document] : tables.as_object()) {
    DECANT_TRY(Table table, Table::from_json(table_name, table_document));
    if (find(table_name) != nullptr) return fail(ErrorKind::schema, "table \"" + table_name + "\" stands there twice");
    if (const json::Value* contract = table.properties().find("schema_contract")) {
      auto valid = Contract::from_json(*contract);
      if (!valid) return fail(std::move(valid).error().within("table \"" + table_name + "\""));
    }
    add(std::move(table));
  }
  return {};
}

Result<void> Schema::check_parents() const {
  for (const auto& table : tables_) {
    if (table.is_root()) continue;
    if (find(table.parent()) == nullptr)
      return fail(ErrorKind::schema,
                  "table \"" + table.name() + "\" is nested in \"" + table.parent() + "\", which is not there");
    if (!root_of(table).is_root())
      return fail(ErrorKind::schema, "table \"" + table.name() + "\" is nested in a circle of tables");
  }
  return {};
}

Schema Schema::without_processing_hints() const {
  Schema clean = *this;
  for (auto& table : clean.tables_) {
    for (const char* mark : {"x-normalizer", "x-loader", "x-extractor"}) table.properties().erase(mark);
    for (std::size_t i = 0; i < table.columns().size(); ++i) table.column(i).erase("x-normalizer");
  }
  clean.version_hash_ = clean.content_hash();
  return clean;
}

void Schema::succeed(const Schema& replaced) {
  if (replaced.version_hash_ != version_hash_) remember_hash(replaced.version_hash_);
}

json::Value Schema::to_json() const {
  json::Value document = json::Value::object();
  document["version"] = version_;
  document["version_hash"] = version_hash_;
  document["engine_version"] = kEngineVersion;
  document["name"] = name_;
  json::Value::Object tables;
  tables.reserve(tables_.size());
  for (const auto& table : tables_) tables.emplace_back(table.name(), table.to_json());
  document["tables"] = std::move(tables);
  document["settings"] = settings_.to_json();
  document["normalizers"] = normalizers_.to_json();
  json::Value hashes = json::Value::array();
  for (const auto& hash : previous_hashes_) hashes.push_back(hash);
  document["previous_hashes"] = std::move(hashes);
  for (const auto& [key, value] : other_.as_object()) document[key] = value;
  return document;
}

json::Value Schema::to_export() const {
  json::Value document = to_json();
  document.erase("imported_version_hash");
  for (auto& [table_name, table] : document["tables"].as_object()) {
    table.erase("name");
    for (auto& [column_name, column] : table["columns"].as_object()) column.erase("name");
  }
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

void Schema::remove(const std::set<std::string, std::less<>>& names) {
  std::erase_if(tables_, [&](const Table& table) { return names.contains(table.name()); });
}

Result<Table*> Schema::update(const Table& partial, CompoundHints hints) {
  if (!partial.is_root() && find(partial.parent()) == nullptr)
    return fail(ErrorKind::schema,
                "table \"" + partial.name() + "\" is nested in \"" + partial.parent() + "\", which is not there",
                "Where hints for nested tables are given, all tables between need an entry too.");
  Table* table = find(partial.name());
  if (table == nullptr) {
    table = &add(partial);
  } else {
    DECANT_TRY(merge_table(*table, partial, hints));
  }
  propagate_root_key(*table);
  return table;
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

const json::Value* Schema::inherited(const Table& table, std::string_view property) const {
  const Table* at = &table;
  for (std::size_t steps = 0; at != nullptr && steps <= tables_.size(); ++steps) {
    if (const json::Value* found = at->properties().find(property)) return found;
    if (at->is_root()) return nullptr;
    at = find(at->parent());
  }
  return nullptr;
}

const std::vector<Detection>& Schema::detections() const {
  return settings_.detections().empty() ? normalizers_.detections() : settings_.detections();
}

Result<Contract> Schema::contract_for(std::string_view table) const {
  if (is_system_name(table)) return Contract{};
  const Table* const found = find(table);
  const json::Value* const own = found == nullptr ? nullptr : inherited(*found, "schema_contract");
  if (own == nullptr) return settings_.contract();
  auto contract = Contract::from_json(*own);
  if (!contract) return fail(std::move(contract).error().within("table \"" + std::string(table) + "\""));
  return contract;
}

std::string Schema::merge_strategy_of(const Table& root) const {
  if (!is_merging_ || root.properties().text_or("write_disposition", "") != "merge") return {};
  return root.properties().text_or("x-merge-strategy", "delete-insert");
}

/// Whether nested rows need the id of their root row: merging goes by it, or a table of the chain has it already.
bool Schema::needs_root_key(const Table& root) const {
  if (!is_system_name(root.name())) {
    const std::string strategy = merge_strategy_of(root);
    const bool merges_by_it = !strategy.empty() && strategy != "scd2";
    if (normalizers_.root_key_propagation().value_or(merges_by_it)) return true;
  }
  return std::any_of(tables_.begin(), tables_.end(), [&](const Table& table) {
    return &root_of(table) == &root && !table.columns_with(&Column::root_key).empty();
  });
}

void Schema::propagate_root_key(const Table& table) {
  const Table& root = root_of(table);
  if (!needs_root_key(root)) return;
  const auto keys = root.columns_with(&Column::row_key);
  normalizers_.propagate(root.name(), {.from = keys.empty() ? std::string(kRowKeyColumn) : keys.front(),
                                       .to = std::string(kRootKeyColumn)});
}

void Schema::remember_hash(const std::string& hash) {
  const auto known = std::find(previous_hashes_.begin(), previous_hashes_.end(), hash);
  if (known != previous_hashes_.end()) return;
  previous_hashes_.insert(previous_hashes_.begin(), hash);
  if (previous_hashes_.size() > kMaxPreviousHashes) previous_hashes_.resize(kMaxPreviousHashes);
}

void Schema::amend_version() {
  if (!version_hash_.empty()) remember_hash(version_hash_);
  version_hash_ = content_hash();
}

void Schema::continue_version(const Schema& earlier) {
  version_ = earlier.version_;
  version_hash_ = earlier.version_hash_;
  previous_hashes_ = earlier.previous_hashes_;
}

bool Schema::bump_version() {
  const std::string hash = content_hash();
  if (hash == version_hash_) return false;
  if (!version_hash_.empty()) {
    remember_hash(version_hash_);
    ++version_;
  }
  version_hash_ = hash;
  return true;
}

std::string Schema::content_hash() const { return document_hash(to_json()); }

std::string schema_name_from(std::string_view name) {
  return NamingConvention::snake_case(kMaxSchemaName).identifier(name);
}

}  // namespace decant::schema
