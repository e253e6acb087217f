#include "schema/normalizers.h"

#include <limits>

namespace decant::schema {

namespace {

constexpr std::string_view kModule = "dlt.common.normalizers.json.relational";
constexpr std::string_view kNoCoercionModule = "dlt.common.normalizers.json.relational_no_coercion";
constexpr std::string_view kBreakPath = "use_break_path_on_normalize";
constexpr std::string_view kAllowChange = "allow_identifier_change_on_table_with_data";
constexpr std::string_view kMaxNesting = "max_nesting";
constexpr std::string_view kRootKey = "root_key_propagation";

std::unexpected<Error> wrong(std::string_view key, std::string_view expected) {
  return fail(ErrorKind::schema, "normalizers." + std::string(key) + " is not " + std::string(expected));
}

/// A member that is there, not null and of no kind that `fits` accepts.
template <typename Fits>
bool is_wrong(const json::Value& document, std::string_view key, Fits fits) {
  const json::Value* value = document.find(key);
  return value != nullptr && !value->is_null() && !fits(*value);
}

bool is_bool(const json::Value& value) { return value.is_bool(); }
bool is_text(const json::Value& value) { return value.is_string(); }
bool is_object(const json::Value& value) { return value.is_object(); }
bool is_level(const json::Value& value) {
  return value.is_integer() && value.as_integer() >= 0 && value.as_integer() <= std::numeric_limits<int>::max();
}

bool is_mapping_of_texts(const json::Value& value) {
  if (!value.is_object()) return false;
  for (const auto& [from, to] : value.as_object()) {
    if (!to.is_string()) return false;
  }
  return true;
}

bool is_mapping_by_table(const json::Value& value) {
  if (!value.is_object()) return false;
  for (const auto& [table, mapping] : value.as_object()) {
    if (!is_mapping_of_texts(mapping)) return false;
  }
  return true;
}

void append_mapping(const json::Value* mapping, std::vector<Propagation>& fields) {
  if (mapping == nullptr || !mapping->is_object()) return;
  for (const auto& [from, to] : mapping->as_object()) {
    std::erase_if(fields, [&key = from](const Propagation& known) { return known.from == key; });
    fields.push_back({from, to.as_string()});
  }
}

void normalize_mapping(json::Value& mapping, const NamingConvention& naming) {
  json::Value normalized = json::Value::object();
  for (const auto& [from, to] : mapping.as_object()) normalized[naming.path(from)] = naming.path(to.as_string());
  mapping = std::move(normalized);
}

Result<void> check_config(const json::Value& config) {
  if (is_wrong(config, kMaxNesting, is_level)) return wrong("json.config.max_nesting", "a number of levels");
  if (is_wrong(config, kRootKey, is_bool)) return wrong("json.config.root_key_propagation", "true or false");
  if (is_wrong(config, "propagation", is_object)) return wrong("json.config.propagation", "an object");
  const json::Value* propagation = config.find("propagation");
  if (propagation == nullptr || propagation->is_null()) return {};
  if (is_wrong(*propagation, "root", is_mapping_of_texts))
    return wrong("json.config.propagation.root", "an object of column names");
  if (is_wrong(*propagation, "tables", is_mapping_by_table))
    return wrong("json.config.propagation.tables", "an object of tables, each with an object of column names");
  return {};
}

}  // namespace

Normalizers::Normalizers() : document_(json::Value::object()) {
  document_["names"] = "snake_case";
  document_["json"]["module"] = kModule;
}

Result<Normalizers> Normalizers::from_json(const json::Value& document) {
  if (document.is_null()) return Normalizers();
  if (!document.is_object()) return fail(ErrorKind::schema, "normalizers is not an object");
  Normalizers normalizers;
  normalizers.document_ = document;
  DECANT_TRY(normalizers.read());
  return normalizers;
}

Result<void> Normalizers::read() {
  if (is_wrong(document_, "names", is_text)) return wrong("names", "a text");
  for (const auto key : {kBreakPath, kAllowChange}) {
    if (is_wrong(document_, key, is_bool)) return wrong(key, "true or false");
  }
  if (is_wrong(document_, "json", is_object)) return wrong("json", "an object");
  json::Value& json = document_["json"];
  if (json.is_null()) json = json::Value::object();
  if (is_wrong(json, "config", is_object)) return wrong("json.config", "an object");
  std::string module = json.text_or("module", kModule);
  // dlt takes the short names too, and writes the whole one.
  if (module.find('.') == std::string::npos) module.insert(0, kModule.substr(0, kModule.rfind('.') + 1));
  if (module != kModule && module != kNoCoercionModule)
    return fail(ErrorKind::schema, "normalizers.json.module is \"" + module + "\", which decant does not have",
                "It knows " + std::string(kModule) + " and " + std::string(kNoCoercionModule) + ".");
  json["module"] = module;
  if (const json::Value* found = json.find("config"); found != nullptr && !found->is_null())
    DECANT_TRY(check_config(*found));
  const json::Value* detections = document_.find("detections");
  DECANT_TRY(detections_,
             detections_from(detections == nullptr ? json::Value() : *detections, "normalizers.detections"));
  return {};
}

Result<NamingConvention> Normalizers::naming(std::size_t max_length) const {
  DECANT_TRY(const auto kind, NamingConvention::find(names()));
  return NamingConvention(kind, max_length, use_break_path_on_normalize());
}

bool Normalizers::coerces() const { return document_.find("json")->text_or("module", kModule) != kNoCoercionModule; }

const json::Value* Normalizers::config(std::string_view key) const {
  const json::Value* json = document_.find("json");
  const json::Value* config = json == nullptr ? nullptr : json->find("config");
  return config == nullptr ? nullptr : config->find(key);
}

void Normalizers::set_config(std::string_view key, json::Value value) {
  if (!value.is_null()) {
    document_["json"]["config"][key] = std::move(value);
  } else if (config(key) != nullptr) {
    document_["json"]["config"].erase(key);
  }
}

std::optional<int> Normalizers::max_nesting() const {
  const json::Value* levels = config(kMaxNesting);
  if (levels == nullptr || !levels->is_integer()) return std::nullopt;
  return static_cast<int>(levels->as_integer());
}

void Normalizers::set_max_nesting(std::optional<int> levels) {
  set_config(kMaxNesting, levels ? json::Value(*levels) : json::Value());
}

std::optional<bool> Normalizers::root_key_propagation() const {
  const json::Value* propagates = config(kRootKey);
  if (propagates == nullptr || !propagates->is_bool()) return std::nullopt;
  return propagates->as_bool();
}

void Normalizers::set_root_key_propagation(std::optional<bool> propagates) {
  set_config(kRootKey, propagates ? json::Value(*propagates) : json::Value());
}

std::vector<Propagation> Normalizers::propagations(std::string_view table, bool is_root) const {
  std::vector<Propagation> fields;
  const json::Value* propagation = config("propagation");
  if (propagation == nullptr) return fields;
  if (is_root) append_mapping(propagation->find("root"), fields);
  if (const json::Value* tables = propagation->find("tables")) append_mapping(tables->find(table), fields);
  return fields;
}

void Normalizers::propagate(std::string_view table, const Propagation& field) {
  json::Value& to = document_["json"]["config"]["propagation"]["tables"][table][field.from];
  if (to == json::Value(field.to)) return;
  to = field.to;
  ++propagation_changes_;
}

void Normalizers::forget_table(std::string_view table) {
  if (config("propagation") == nullptr) return;
  json::Value* tables = document_["json"]["config"]["propagation"].find("tables");
  if (tables != nullptr) tables->erase(table);
}

bool Normalizers::use_break_path_on_normalize() const { return document_.bool_or(kBreakPath, true); }
bool Normalizers::allow_identifier_change_on_table_with_data() const { return document_.bool_or(kAllowChange, false); }

void Normalizers::normalize(const NamingConvention& naming) {
  if (config("propagation") == nullptr) return;
  json::Value& propagation = document_["json"]["config"]["propagation"];
  if (json::Value* root = propagation.find("root"); root != nullptr && root->is_object())
    normalize_mapping(*root, naming);
  json::Value* tables = propagation.find("tables");
  if (tables == nullptr || !tables->is_object()) return;
  for (auto& [table, mapping] : tables->as_object()) normalize_mapping(mapping, naming);
}

}  // namespace decant::schema
