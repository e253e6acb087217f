#include "case_hints.h"

#include <algorithm>
#include <string>
#include <vector>

namespace decant::conformance {

namespace {

using json::Value;
using schema::Column;

std::vector<std::string> texts_of(const Value& value) {
  std::vector<std::string> texts;
  if (value.is_string()) texts.push_back(value.as_string());
  if (value.is_array()) {
    for (const auto& text : value.as_array()) texts.push_back(text.as_string());
  }
  return texts;
}

Result<std::vector<Column>> columns_of(const Value& value) {
  std::vector<Column> columns;
  if (!value.is_object()) return columns;
  for (const auto& [name, hints] : value.as_object()) {
    DECANT_TRY(Column column, Column::from_json(name, hints));
    columns.push_back(std::move(column));
  }
  return columns;
}

/// A hint that may differ from page to page: `NAME_per_page`, else `NAME`.
Value hint_on_page(const Value& hints, const std::string& name, std::size_t page) {
  if (const Value* pages = hints.find(name + "_per_page")) {
    const auto& list = pages->as_array();
    return page <= list.size() ? list[page - 1] : Value();
  }
  if (page < static_cast<std::size_t>(hints.integer_or(name + "_from_page", 1))) return {};
  const Value* value = hints.find(name);
  return value == nullptr ? Value() : *value;
}

Result<void> add_column(schema::ResourceHints& hints, std::string_view name, const char* properties) {
  DECANT_TRY(const Value document, json::parse_value(properties));
  DECANT_TRY(Column column, Column::from_json(name, document));
  hints.columns.push_back(std::move(column));
  return {};
}

/// The columns that dlt adds for slowly changing rows.
Result<void> add_validity(const Value& disposition, schema::ResourceHints& hints) {
  std::vector<std::string> names = {"_dlt_valid_from", "_dlt_valid_to"};
  if (const Value* given = disposition.find("validity_column_names")) names = texts_of(*given);
  DECANT_TRY(add_column(hints, names.at(0), R"({"data_type":"timestamp","nullable":true,"x-valid-from":true})"));
  DECANT_TRY(add_column(hints, names.at(1), R"({"data_type":"timestamp","nullable":true,"x-valid-to":true})"));
  const Value* active = disposition.find("active_record_timestamp");
  // A null there has a meaning of its own.
  hints.columns.back().other["x-active-record-timestamp"] = active == nullptr ? Value() : *active;
  return add_column(hints, disposition.text_or("row_version_column_name", "_dlt_id"),
                    R"({"nullable":false,"x-row-version":true,"unique":false,"row_key":false})");
}

Result<void> set_disposition(const Value& disposition, schema::ResourceHints& hints) {
  if (disposition.is_string()) hints.write_disposition = disposition.as_string();
  if (!disposition.is_object()) return {};
  hints.write_disposition = disposition.text_or("disposition", "append");
  const std::string strategy = disposition.text_or("strategy", "");
  if (!strategy.empty()) hints.properties["x-merge-strategy"] = strategy;
  return strategy == "scd2" ? add_validity(disposition, hints) : Result<void>{};
}

std::vector<std::string> path_of(std::string_view name) {
  std::vector<std::string> path;
  for (auto at = name.find("__"); at != std::string_view::npos; at = name.find("__")) {
    path.emplace_back(name.substr(0, at));
    name.remove_prefix(at + 2);
  }
  path.emplace_back(name);
  return path;
}

}  // namespace

Result<void> apply_settings(const Value& hints, schema::Schema& schema) {
  if (const Value* naming = hints.find("naming")) schema.normalizers().set_names(naming->as_string());
  if (const Value* root_key = hints.find("root_key"))
    schema.normalizers().set_root_key_propagation(root_key->as_bool());
  if (const Value* list = hints.find("detections")) {
    DECANT_TRY(const auto detections, schema::detections_from(*list, "detections"));
    schema.settings().set_detections(detections);
  }
  if (const Value* defaults = hints.find("default_hints")) DECANT_TRY(schema.settings().add_default_hints(*defaults));
  const Value* preferred = hints.find("preferred_types");
  if (preferred == nullptr) return {};
  for (const auto& [column, type] : preferred->as_object())
    DECANT_TRY(schema.settings().set_preferred_type(column, *schema::data_type_from(type.as_string())));
  return {};
}

Result<schema::ResourceHints> hints_on_page(const Value& test_case, std::size_t page) {
  const Value& given = *test_case.find("hints");
  schema::ResourceHints hints;
  hints.name = test_case.text_or("table", "");
  hints.table_name = hints.name;
  DECANT_TRY(set_disposition(hint_on_page(given, "write_disposition", page), hints));
  DECANT_TRY(auto columns, columns_of(hint_on_page(given, "columns", page)));
  hints.columns.insert(hints.columns.begin(), columns.begin(), columns.end());
  hints.primary_key = texts_of(hint_on_page(given, "primary_key", page));
  hints.merge_key = texts_of(hint_on_page(given, "merge_key", page));
  if (page >= static_cast<std::size_t>(given.integer_or("contract_from_page", 1))) {
    const Value contract = hint_on_page(given, "schema_contract", page);
    if (!contract.is_null()) hints.properties["schema_contract"] = contract;
  }
  const Value nesting = hint_on_page(given, "max_table_nesting", page);
  if (nesting.is_integer()) hints.max_table_nesting = static_cast<int>(nesting.as_integer());
  const Value nested = hint_on_page(given, "nested_hints", page);
  if (!nested.is_object()) return hints;
  for (const auto& [path, table] : nested.as_object()) {
    schema::NestedHints entry{.path = path_of(path), .columns = {}};
    if (const Value* list = table.find("columns")) {
      DECANT_TRY(entry.columns, columns_of(*list));
    }
    hints.nested_hints.push_back(std::move(entry));
  }
  return hints;
}

std::size_t max_identifier_length(const Value& hints) {
  constexpr std::int64_t kDefault = 65536;
  const Value* caps = hints.find("caps");
  if (caps == nullptr) return kDefault;
  return static_cast<std::size_t>(std::min(caps->integer_or("max_identifier_length", kDefault),
                                           caps->integer_or("max_column_identifier_length", kDefault)));
}

}  // namespace decant::conformance
