#include "source/records/hints_reader.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "schema/history_columns.h"
#include "source/records/contract_reader.h"
#include "source/records/disposition_reader.h"

namespace decant::source {

namespace {

using config::Reader;

Result<schema::Column> read_column(std::string_view name, const config::Node& hints, const std::string& path) {
  if (!hints.is_mapping())
    return config::fail_at(hints.location(),
                           "`" + path + "` must be a mapping of hints, but is " + std::string(to_string(hints.kind())));
  auto column = schema::Column::from_json(name, hints.to_json());
  if (!column)
    return config::fail_at(hints.location(), "`" + path + "`: " + column.error().message, column.error().hint);
  return column;
}

/// A mapping of names to hints, or a list of hints with `name`.
Result<std::vector<schema::Column>> read_columns(Reader& reader) {
  std::vector<schema::Column> columns;
  const auto element = reader.optional_any("columns");
  if (!element || element->node.is_null()) return columns;
  for (const auto& member : element->node.members()) {
    DECANT_TRY(schema::Column column, read_column(member.key, member.value, element->path + "." + member.key));
    columns.push_back(std::move(column));
  }
  if (element->node.is_mapping()) return columns;
  DECANT_TRY(const auto list, reader.list("columns"));
  for (const auto& item : list) {
    DECANT_TRY(Reader hints, Reader::open(item.node, item.path));
    DECANT_TRY(const std::string name, hints.text("name"));
    DECANT_TRY(schema::Column column, read_column(name, item.node, item.path));
    columns.push_back(std::move(column));
  }
  return columns;
}

/// A key of the resource, also an empty one, takes the place of the same hint at its columns.
void clear(bool schema::Column::* hint, std::vector<schema::Column>& columns) {
  for (auto& column : columns) column.*hint = false;
}

std::vector<std::string> split_path(std::string_view path) {
  std::vector<std::string> keys;
  for (auto at = path.find("__"); at != std::string_view::npos; at = path.find("__")) {
    keys.emplace_back(path.substr(0, at));
    path.remove_prefix(at + 2);
  }
  keys.emplace_back(path);
  return keys;
}

/// Which columns hold keys of other tables; kept in the schema for those who read it.
Result<void> read_references(Reader& reader, json::Value& properties) {
  DECANT_TRY(const auto list, reader.optional_list("references"));
  if (!list) return {};
  json::Value references = json::Value::array();
  for (const auto& item : *list) {
    DECANT_TRY(Reader reference, Reader::open(item.node, item.path));
    DECANT_TRY(reference.list("columns"));
    DECANT_TRY(reference.text("referenced_table"));
    DECANT_TRY(reference.list("referenced_columns"));
    DECANT_TRY(reference.optional_text("label"));
    DECANT_TRY(reference.optional_text("cardinality"));
    DECANT_TRY(reference.finish());
    references.push_back(item.node.to_json());
  }
  properties["references"] = std::move(references);
  return {};
}

/// Reads the keys, and the columns without what the keys take the place of.
Result<void> read_keys(Reader& reader, std::vector<std::string>& primary_key, std::vector<std::string>& merge_key,
                       std::vector<schema::Column>& columns) {
  DECANT_TRY(auto primary, reader.optional_texts("primary_key"));
  DECANT_TRY(auto merge, reader.optional_texts("merge_key"));
  DECANT_TRY(columns, read_columns(reader));
  if (primary) clear(&schema::Column::primary_key, columns);
  if (merge) clear(&schema::Column::merge_key, columns);
  primary_key = std::move(primary).value_or(std::vector<std::string>());
  merge_key = std::move(merge).value_or(std::vector<std::string>());
  return {};
}

template <typename Hints>
void take_disposition(const Disposition& disposition, Hints& hints) {
  for (const auto& [name, value] : disposition.properties.as_object()) hints.properties[name] = value;
  schema::add_behind_keys(disposition.columns, hints.primary_key, hints.merge_key, hints.columns);
}

/// A nested table is written as the one around it; with a key of its own it has a disposition of its own.
Result<void> read_nested_disposition(Reader& reader, schema::NestedHints& hints) {
  const auto element = reader.optional_any("write_disposition");
  if (!element || element->node.is_null()) return {};
  const auto is_key = [](const schema::Column& column) { return column.primary_key || column.merge_key; };
  if (hints.primary_key.empty() && hints.merge_key.empty() &&
      std::none_of(hints.columns.begin(), hints.columns.end(), is_key))
    return reader.fail("write_disposition", "needs a primary_key or merge_key beside it",
                       "Without a key of its own a nested table is written as the table that it is nested in.");
  DECANT_TRY(Disposition disposition, read_disposition(reader));
  take_disposition(disposition, hints);
  hints.properties["write_disposition"] = std::move(disposition.name);
  return {};
}

Result<std::vector<schema::NestedHints>> read_nested(Reader& reader) {
  std::vector<schema::NestedHints> nested;
  DECANT_TRY(const auto tables, reader.optional_mapping("nested_hints"));
  if (!tables) return nested;
  for (const auto& member : tables->node().members()) {
    DECANT_TRY(Reader hints, Reader::open(member.value, tables->path_of(member.key)));
    schema::NestedHints entry{.path = split_path(member.key)};
    for (const auto& key : entry.path) {
      if (key.empty())
        return tables->fail(member.key, "is no path to a nested list",
                            "Join the keys with two underscores: prices__campaigns.");
    }
    DECANT_TRY(read_keys(hints, entry.primary_key, entry.merge_key, entry.columns));
    DECANT_TRY(read_nested_disposition(hints, entry));
    DECANT_TRY(read_references(hints, entry.properties));
    DECANT_TRY(json::Value contract, read_contract(hints));
    if (!contract.is_null()) entry.properties["schema_contract"] = std::move(contract);
    DECANT_TRY(hints.refuse({"parent_table_name", "table_format", "file_format"}));
    DECANT_TRY(hints.finish());
    nested.push_back(std::move(entry));
  }
  return nested;
}

/// Strategies that go by the primary key need one.
Result<void> check_keys(Reader& reader, const Disposition& disposition, const schema::ResourceHints& hints) {
  const std::string strategy = disposition.properties.text_or("x-merge-strategy", "");
  if (strategy != "upsert" && strategy != "insert-only") return {};
  const auto is_key = [](const schema::Column& column) { return column.primary_key; };
  if (!hints.primary_key.empty() || std::any_of(hints.columns.begin(), hints.columns.end(), is_key)) return {};
  return reader.fail("write_disposition", "`" + strategy + "` goes by the primary key, but there is none",
                     "Give the resource a `primary_key`.");
}

}  // namespace

Result<std::optional<std::string>> read_file_format(Reader& reader) {
  return reader.optional_choice("file_format", {"preferred", "jsonl", "parquet", "csv"});
}

Result<schema::ResourceHints> read_hints(Reader& reader, std::string name) {
  schema::ResourceHints hints;
  hints.name = std::move(name);
  DECANT_TRY(const auto table, reader.optional_text("table_name"));
  if (table && table->empty()) return reader.fail("table_name", "must not be empty");
  hints.table_name = table.value_or(hints.name);
  DECANT_TRY(const Disposition disposition, read_disposition(reader));
  hints.write_disposition = disposition.name;
  DECANT_TRY(read_keys(reader, hints.primary_key, hints.merge_key, hints.columns));
  take_disposition(disposition, hints);
  DECANT_TRY(check_keys(reader, disposition, hints));
  DECANT_TRY(read_references(reader, hints.properties));
  DECANT_TRY(hints.nested_hints, read_nested(reader));
  DECANT_TRY(const auto nesting, reader.optional_integer("max_table_nesting", 0, std::numeric_limits<int>::max()));
  if (nesting) hints.max_table_nesting = static_cast<int>(*nesting);
  DECANT_TRY(json::Value contract, read_contract(reader));
  if (!contract.is_null()) hints.properties["schema_contract"] = std::move(contract);
  DECANT_TRY(const auto change, reader.optional_choice("on_type_change", {"variant", "fail"}));
  hints.type_change_fails = change == "fail";
  DECANT_TRY(const auto format, read_file_format(reader));
  if (format) hints.properties["file_format"] = *format;
  DECANT_TRY(reader.refuse({"table_format", "parent_table_name"}));
  return hints;
}

}  // namespace decant::source
