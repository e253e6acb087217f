#include "case_hints.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "schema/history_columns.h"

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
  if (value.is_array()) {
    for (const auto& hints : value.as_array()) {
      DECANT_TRY(Column column, Column::from_json(hints.text_or("name", ""), hints));
      columns.push_back(std::move(column));
    }
  }
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

/// The columns that dlt adds for slowly changing rows.
std::vector<Column> validity_of(const Value& disposition) {
  schema::HistoryOptions options;
  if (const Value* given = disposition.find("validity_column_names")) {
    options.valid_from = texts_of(*given).at(0);
    options.valid_to = texts_of(*given).at(1);
  }
  if (const Value* active = disposition.find("active_record_timestamp")) options.active_timestamp = *active;
  options.row_version = disposition.text_or("row_version_column_name", options.row_version);
  return schema::history_columns(options);
}

/// The disposition, text or object: its name, and what else follows from it.
Result<std::string> read_disposition(const Value& disposition, Value& properties, std::vector<Column>& columns) {
  if (!disposition.is_object()) return disposition.is_string() ? disposition.as_string() : std::string();
  const std::string strategy = disposition.text_or("strategy", "");
  if (!strategy.empty()) properties["x-merge-strategy"] = strategy;
  if (disposition.bool_or("deduplicated", false)) properties["x-stage-data-deduplicated"] = true;
  if (const Value* boundary = disposition.find("boundary_timestamp")) properties["x-boundary-timestamp"] = *boundary;
  if (strategy == "scd2") columns = validity_of(disposition);
  return disposition.text_or("disposition", "append");
}

/// A text as key of nested_hints is one part of a path to dlt, whatever separators stand in it.
Result<schema::NestedHints> nested_hints_of(const std::string& key, const Value& given) {
  schema::NestedHints hints{.path = {key}};
  std::vector<Column> validity;
  for (const auto& [name, value] : given.as_object()) {
    if (name == "columns") {
      DECANT_TRY(hints.columns, columns_of(value));
    } else if (name == "primary_key") {
      hints.primary_key = texts_of(value);
    } else if (name == "merge_key") {
      hints.merge_key = texts_of(value);
    } else if (name == "write_disposition") {
      DECANT_TRY(const std::string disposition, read_disposition(value, hints.properties, validity));
      hints.properties["write_disposition"] = disposition;
    } else if (!value.is_null()) {
      hints.properties[name] = value;
    }
  }
  schema::add_behind_keys(validity, hints.primary_key, hints.merge_key, hints.columns);
  return hints;
}

/// Everything that a case may say, under the name that it has without the page.
bool is_known(std::string_view hint) {
  for (const std::string_view ending : {"_per_page", "_from_page"}) {
    if (hint.ends_with(ending)) hint.remove_suffix(ending.size());
  }
  constexpr std::array<std::string_view, 18> kKnown = {"columns",          "primary_key",
                                                       "merge_key",        "write_disposition",
                                                       "schema_contract",  "contract",
                                                       "nested_hints",     "preferred_types",
                                                       "default_hints",    "detections",
                                                       "naming",           "caps",
                                                       "root_key",         "max_table_nesting",
                                                       "expect_ids",       "references",
                                                       "replace_strategy", "source_max_table_nesting"};
  return std::find(kKnown.begin(), kKnown.end(), hint) != kKnown.end();
}

}  // namespace

Result<void> apply_settings(const Value& hints, schema::Schema& schema) {
  for (const auto& [hint, value] : hints.as_object()) {
    if (!is_known(hint)) return fail(ErrorKind::usage, "a case has the hint \"" + hint + "\", which is not known here");
  }
  const Value none = Value::object();
  const Value* caps = hints.find("caps");
  if (caps == nullptr) caps = &none;
  if (const Value* naming = caps->find("naming_convention")) schema.normalizers().set_names(naming->as_string());
  for (const Value* levels : {hints.find("source_max_table_nesting"), caps->find("max_table_nesting")}) {
    if (levels != nullptr) schema.normalizers().set_max_nesting(static_cast<int>(levels->as_integer()));
  }
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
  DECANT_TRY(hints.columns, columns_of(hint_on_page(given, "columns", page)));
  const Value references = hint_on_page(given, "references", page);
  if (references.is_array()) hints.properties["references"] = references;
  hints.primary_key = texts_of(hint_on_page(given, "primary_key", page));
  hints.merge_key = texts_of(hint_on_page(given, "merge_key", page));
  std::vector<Column> validity;
  DECANT_TRY(const std::string disposition,
             read_disposition(hint_on_page(given, "write_disposition", page), hints.properties, validity));
  if (!disposition.empty()) hints.write_disposition = disposition;
  schema::add_behind_keys(validity, hints.primary_key, hints.merge_key, hints.columns);
  if (page >= static_cast<std::size_t>(given.integer_or("contract_from_page", 1))) {
    const Value contract = hint_on_page(given, "schema_contract", page);
    if (!contract.is_null()) hints.properties["schema_contract"] = contract;
  }
  const Value nesting = hint_on_page(given, "max_table_nesting", page);
  if (nesting.is_integer()) hints.max_table_nesting = static_cast<int>(nesting.as_integer());
  const Value nested = hint_on_page(given, "nested_hints", page);
  if (!nested.is_object()) return hints;
  for (const auto& [key, table] : nested.as_object()) {
    DECANT_TRY(auto entry, nested_hints_of(key, table));
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
