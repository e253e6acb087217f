#include "schema/settings.h"

#include <algorithm>

#include "schema/naming.h"

namespace decant::schema {

namespace {

constexpr std::string_view kDetections = "detections";
constexpr std::string_view kDefaultHints = "default_hints";
constexpr std::string_view kPreferredTypes = "preferred_types";
constexpr std::string_view kContract = "schema_contract";
constexpr std::string_view kNotNull = "not_null";

std::unexpected<Error> wrong_setting(std::string_view key, std::string_view expected) {
  return fail(ErrorKind::schema, "settings." + std::string(key) + " is not " + std::string(expected));
}

json::Value new_settings() {
  json::Value settings = json::Value::object();
  settings[kDetections] = json::Value::Array{to_string(Detection::iso_timestamp)};
  json::Value& hints = settings[kDefaultHints];
  hints[kNotNull] = json::Value::Array{"_dlt_id", "_dlt_root_id", "_dlt_parent_id", "_dlt_list_idx", "_dlt_load_id"};
  hints["parent_key"] = json::Value::Array{"_dlt_parent_id"};
  hints["root_key"] = json::Value::Array{"_dlt_root_id"};
  hints["unique"] = json::Value::Array{"_dlt_id"};
  hints["row_key"] = json::Value::Array{"_dlt_id"};
  return settings;
}

/// The member of an object; null if it is not there.
json::Value setting(const json::Value& document, std::string_view key) {
  const json::Value* found = document.find(key);
  return found == nullptr ? json::Value() : *found;
}

}  // namespace

Settings::Settings() : document_(new_settings()) { DECANT_CHECK(read()); }

Result<Settings> Settings::from_json(const json::Value& document) {
  if (document.is_null()) return Settings(json::Value::object());
  if (!document.is_object()) return fail(ErrorKind::schema, "settings is not an object");
  Settings settings{document};
  DECANT_TRY(settings.read());
  return settings;
}

Result<void> Settings::read() {
  DECANT_TRY(detections_, detections_from(setting(document_, kDetections), "settings.detections"));
  DECANT_TRY(read_preferred_types());
  DECANT_TRY(read_default_hints());
  DECANT_TRY(contract_, Contract::from_json(setting(document_, kContract)));
  return {};
}

Result<void> Settings::read_preferred_types() {
  preferred_types_.clear();
  const json::Value types = setting(document_, kPreferredTypes);
  if (types.is_null()) return {};
  if (!types.is_object()) return wrong_setting(kPreferredTypes, "an object");
  for (const auto& [column, name] : types.as_object()) {
    const auto type = name.is_string() ? data_type_from(name.as_string()) : std::nullopt;
    if (!type) return wrong_setting(std::string(kPreferredTypes) + "." + column, "one of dlt's data types");
    DECANT_TRY(auto regex, SimpleRegex::compile(column));
    preferred_types_.emplace_back(std::move(regex), *type);
  }
  return {};
}

Result<void> Settings::read_default_hints() {
  default_hints_.clear();
  const json::Value hints = setting(document_, kDefaultHints);
  if (hints.is_null()) return {};
  if (!hints.is_object()) return wrong_setting(kDefaultHints, "an object");
  for (const auto& [hint, columns] : hints.as_object()) {
    DECANT_TRY(auto entries, compile_simple_regexes(columns, "settings.default_hints." + hint));
    default_hints_.emplace_back(hint, std::move(entries));
  }
  return {};
}

void Settings::set_detections(const std::vector<Detection>& detections) {
  json::Value list = json::Value::array();
  for (const Detection detection : detections) list.push_back(to_string(detection));
  document_[kDetections] = std::move(list);
  detections_ = detections;
}

Result<std::optional<DataType>> Settings::preferred_type(std::string_view column) const {
  for (const auto& [regex, type] : preferred_types_) {
    DECANT_TRY(const bool matches, regex.matches(column));
    if (matches) return std::optional(type);
  }
  return std::optional<DataType>();
}

Result<void> Settings::set_preferred_type(std::string_view column, DataType type) {
  DECANT_TRY(auto regex, SimpleRegex::compile(column));
  const std::string canonical = canonical_simple_regex(column);
  for (auto& [known, known_type] : preferred_types_) {
    if (canonical_simple_regex(known.text()) != canonical) continue;
    known_type = type;
    document_[kPreferredTypes][known.text()] = to_string(type);
    return {};
  }
  document_[kPreferredTypes][column] = to_string(type);
  preferred_types_.emplace_back(std::move(regex), type);
  return {};
}

Result<bool> Settings::has_default_hint(std::string_view hint, std::string_view column) const {
  for (const auto& [name, entries] : default_hints_) {
    if (name == hint) return any_matches(entries, column);
  }
  return false;
}

Result<void> Settings::infer_hints(Column& column) const {
  column.nullable = true;
  for (const auto& [hint, entries] : default_hints_) {
    DECANT_TRY(const bool matches, any_matches(entries, column.name));
    if (!matches || hint == "nullable") continue;
    if (hint == kNotNull) {
      column.nullable = false;
    } else {
      column.set(hint, true);
    }
  }
  return {};
}

Result<void> Settings::add_default_hints(const json::Value& hints) {
  if (!hints.is_object()) return wrong_setting(kDefaultHints, "an object");
  Settings changed = *this;
  for (const auto& [hint, columns] : hints.as_object()) {
    json::Value& list = changed.document_[kDefaultHints][hint];
    if (list.is_null()) list = json::Value::array();
    DECANT_TRY(const auto entries, compile_simple_regexes(columns, "default_hints." + hint));
    for (const SimpleRegex& entry : entries) {
      const std::string canonical = canonical_simple_regex(entry.text());
      const auto& known = list.as_array();
      const bool is_known = std::any_of(known.begin(), known.end(), [&](const json::Value& other) {
        return canonical_simple_regex(other.as_string()) == canonical;
      });
      if (!is_known) list.push_back(entry.text());
    }
  }
  DECANT_TRY(changed.read());
  *this = std::move(changed);
  return {};
}

Result<void> Settings::set_contract(const json::Value& contract) {
  DECANT_TRY(contract_, Contract::from_json(contract));
  if (contract.is_null()) {
    document_.erase(kContract);
  } else {
    document_[kContract] = contract;
  }
  return {};
}

Result<void> Settings::normalize(const NamingConvention& naming) {
  if (json::Value* hints = document_.find(kDefaultHints); hints != nullptr && hints->is_object()) {
    for (auto& [hint, columns] : hints->as_object()) {
      for (auto& column : columns.as_array()) column = normalize_simple_regex(column.as_string(), naming);
    }
  }
  if (json::Value* types = document_.find(kPreferredTypes); types != nullptr && types->is_object()) {
    json::Value normalized = json::Value::object();
    for (const auto& [column, type] : types->as_object()) normalized[normalize_simple_regex(column, naming)] = type;
    *types = std::move(normalized);
  }
  return read();
}

}  // namespace decant::schema
