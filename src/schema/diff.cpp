#include "schema/diff.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "json/write.h"

namespace decant::schema {

namespace {

using Changes = std::vector<SchemaChange>;

bool is_mark(std::string_view property) {
  constexpr std::array<std::string_view, 3> kMarks = {"x-normalizer", "x-loader", "x-extractor"};
  return std::find(kMarks.begin(), kMarks.end(), property) != kMarks.end();
}

json::Value member(const json::Value& document, std::string_view key) {
  const json::Value* found = document.find(key);
  return found == nullptr ? json::Value() : *found;
}

/// Adds the members of two objects that differ, each as a property of `place`. A null counts as absent.
void compare_members(const SchemaChange& place, const json::Value& before, const json::Value& after, Changes& changes) {
  const auto add = [&](const std::string& key) {
    if (is_mark(key) || key == "name" || key == "columns") return;
    SchemaChange change = place;
    change.property += (place.property.empty() ? "" : ".") + key;
    change.before = member(before, key);
    change.after = member(after, key);
    if (json::write_sorted(change.before) != json::write_sorted(change.after)) changes.push_back(std::move(change));
  };
  for (const auto& [key, value] : after.as_object()) add(key);
  for (const auto& [key, value] : before.as_object()) {
    if (after.find(key) == nullptr) add(key);
  }
}

void compare_columns(const Table& before, const Table& after, Changes& changes) {
  for (const auto& column : after.columns()) {
    const SchemaChange place{.table = after.name(), .column = column.name, .property = {}, .before = {}, .after = {}};
    const Column* const old = before.find(column.name);
    if (old == nullptr) {
      changes.push_back(place);
      changes.back().after = column.to_json();
    } else {
      compare_members(place, old->without_defaults().to_json(), column.without_defaults().to_json(), changes);
    }
  }
  for (const auto& column : before.columns()) {
    if (after.find(column.name) == nullptr)
      changes.push_back(
          {.table = after.name(), .column = column.name, .property = {}, .before = column.to_json(), .after = {}});
  }
}

/// A value of a property: texts as they are, else JSON.
std::string value_text(const json::Value& value) { return value.is_string() ? value.as_string() : json::write(value); }

/// Type and hints of a column: `text, not null, primary_key`.
std::string column_text(const json::Value& column) {
  std::string text = column.text_or("data_type", "type not known yet");
  if (!column.bool_or("nullable", true)) text += ", not null";
  for (const auto& [key, value] : column.as_object()) {
    if (key == "name" || key == "data_type" || key == "nullable" || key == "description" || is_mark(key)) continue;
    if (value.is_null() || value == json::Value(false)) continue;
    text += ", " + key;
    if (value != json::Value(true)) text += " " + value_text(value);
  }
  return text;
}

std::string table_text(const json::Value& table) {
  const auto count = table.find("columns")->as_object().size();
  std::string text = std::to_string(count) + (count == 1 ? " column" : " columns");
  if (const std::string parent = table.text_or("parent", ""); !parent.empty()) return text + ", nested in " + parent;
  return text + ", " + table.text_or("write_disposition", "append");
}

}  // namespace

std::string SchemaChange::to_text() const {
  std::string place = table.empty() ? "schema" : column.empty() ? "table " + table : "column " + table + "." + column;
  if (property.empty()) {
    const auto describe = column.empty() ? table_text : column_text;
    return after.is_null() ? place + ": gone, was " + describe(before) : place + ": new, " + describe(after);
  }
  place += ": " + property;
  if (before.is_null()) return place + " is new, " + value_text(after);
  if (after.is_null()) return place + " is gone, was " + value_text(before);
  return place + " was " + value_text(before) + ", is " + value_text(after);
}

json::Value SchemaChange::to_json() const {
  json::Value document = json::Value::object();
  if (!table.empty()) document["table"] = table;
  if (!column.empty()) document["column"] = column;
  if (!property.empty()) document["property"] = property;
  document["before"] = before;
  document["after"] = after;
  return document;
}

std::vector<SchemaChange> changes_between(const Schema& before, const Schema& after) {
  Changes changes;
  for (const auto& table : after.tables()) {
    const SchemaChange place{.table = table.name(), .column = {}, .property = {}, .before = {}, .after = {}};
    const Table* const old = before.find(table.name());
    if (old == nullptr) {
      changes.push_back(place);
      changes.back().after = table.to_json();
    } else {
      compare_members(place, old->properties(), table.properties(), changes);
      compare_columns(*old, table, changes);
    }
  }
  for (const auto& table : before.tables()) {
    if (after.find(table.name()) == nullptr)
      changes.push_back({.table = table.name(), .column = {}, .property = {}, .before = table.to_json(), .after = {}});
  }
  const auto compare_part = [&](std::string_view part, const json::Value& old, const json::Value& present) {
    SchemaChange place;
    place.property = part;
    compare_members(place, old, present, changes);
  };
  compare_part("settings", before.settings().to_json(), after.settings().to_json());
  compare_part("normalizers", before.normalizers().to_json(), after.normalizers().to_json());
  return changes;
}

}  // namespace decant::schema
