#include "schema/resource_hints.h"

#include <limits>
#include <string_view>

namespace decant::schema {

namespace {

std::unexpected<Error> damaged(std::string_view what) {
  return fail(ErrorKind::package, "the hints of a resource are damaged: " + std::string(what));
}

json::Value to_json(const std::vector<std::string>& texts) {
  json::Value array = json::Value::array();
  for (const auto& text : texts) array.push_back(text);
  return array;
}

json::Value to_json(const std::vector<Column>& columns) {
  json::Value array = json::Value::array();
  for (const auto& column : columns) array.push_back(column.to_json());
  return array;
}

Result<std::vector<std::string>> texts_from(const json::Value& document, std::string_view key) {
  std::vector<std::string> texts;
  const json::Value* array = document.find(key);
  if (array == nullptr) return texts;
  if (!array->is_array()) return damaged(key);
  for (const auto& text : array->as_array()) {
    if (!text.is_string()) return damaged(key);
    texts.push_back(text.as_string());
  }
  return texts;
}

Result<std::vector<Column>> columns_from(const json::Value& document) {
  std::vector<Column> columns;
  const json::Value* array = document.find("columns");
  if (array == nullptr) return columns;
  if (!array->is_array()) return damaged("columns");
  for (const auto& item : array->as_array()) {
    const json::Value* name = item.find("name");
    if (name == nullptr || !name->is_string()) return damaged("a column without name");
    DECANT_TRY(Column column, Column::from_json(name->as_string(), item));
    columns.push_back(std::move(column));
  }
  return columns;
}

Result<json::Value> properties_from(const json::Value& document) {
  const json::Value* properties = document.find("properties");
  if (properties == nullptr) return json::Value::object();
  if (!properties->is_object()) return damaged("properties");
  return *properties;
}

Result<std::vector<NestedHints>> nested_from(const json::Value& document) {
  std::vector<NestedHints> nested;
  const json::Value* array = document.find("nested_hints");
  if (array == nullptr) return nested;
  if (!array->is_array()) return damaged("nested_hints");
  for (const auto& item : array->as_array()) {
    NestedHints hints;
    DECANT_TRY(hints.path, texts_from(item, "path"));
    DECANT_TRY(hints.columns, columns_from(item));
    DECANT_TRY(hints.primary_key, texts_from(item, "primary_key"));
    DECANT_TRY(hints.merge_key, texts_from(item, "merge_key"));
    DECANT_TRY(hints.properties, properties_from(item));
    if (hints.path.empty()) return damaged("nested hints without path");
    nested.push_back(std::move(hints));
  }
  return nested;
}

}  // namespace

json::Value ResourceHints::to_json() const {
  json::Value document = json::Value::object();
  document["name"] = name;
  document["table_name"] = table_name;
  document["write_disposition"] = write_disposition;
  if (!primary_key.empty()) document["primary_key"] = schema::to_json(primary_key);
  if (!merge_key.empty()) document["merge_key"] = schema::to_json(merge_key);
  if (!columns.empty()) document["columns"] = schema::to_json(columns);
  if (!nested_hints.empty()) {
    json::Value& nested = document["nested_hints"] = json::Value::array();
    for (const auto& hints : nested_hints) {
      json::Value item = json::Value::object();
      item["path"] = schema::to_json(hints.path);
      item["columns"] = schema::to_json(hints.columns);
      if (!hints.primary_key.empty()) item["primary_key"] = schema::to_json(hints.primary_key);
      if (!hints.merge_key.empty()) item["merge_key"] = schema::to_json(hints.merge_key);
      if (!hints.properties.as_object().empty()) item["properties"] = hints.properties;
      nested.push_back(std::move(item));
    }
  }
  if (max_table_nesting) document["max_table_nesting"] = *max_table_nesting;
  if (type_change_fails) document["type_change_fails"] = true;
  if (!properties.as_object().empty()) document["properties"] = properties;
  return document;
}

Result<ResourceHints> ResourceHints::from_json(const json::Value& document) {
  if (!document.is_object()) return damaged("no object");
  ResourceHints hints;
  hints.name = document.text_or("name", "");
  if (hints.name.empty()) return damaged("no name");
  hints.table_name = document.text_or("table_name", hints.name);
  hints.write_disposition = document.text_or("write_disposition", hints.write_disposition);
  DECANT_TRY(hints.primary_key, texts_from(document, "primary_key"));
  DECANT_TRY(hints.merge_key, texts_from(document, "merge_key"));
  DECANT_TRY(hints.columns, columns_from(document));
  DECANT_TRY(hints.nested_hints, nested_from(document));
  if (const json::Value* nesting = document.find("max_table_nesting")) {
    if (!nesting->is_integer() || nesting->as_integer() < 0 || nesting->as_integer() > std::numeric_limits<int>::max())
      return damaged("max_table_nesting");
    hints.max_table_nesting = static_cast<int>(nesting->as_integer());
  }
  if (const json::Value* fails = document.find("type_change_fails")) {
    if (!fails->is_bool()) return damaged("type_change_fails");
    hints.type_change_fails = fails->as_bool();
  }
  DECANT_TRY(hints.properties, properties_from(document));
  return hints;
}

}  // namespace decant::schema
