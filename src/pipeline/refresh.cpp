#include "pipeline/refresh.h"

#include <algorithm>
#include <array>
#include <utility>

#include "schema/system_tables.h"

namespace decant::pipeline {

namespace {

constexpr std::array kModes = {std::pair(Refresh::drop_sources, std::string_view("drop_sources")),
                               std::pair(Refresh::drop_resources, std::string_view("drop_resources")),
                               std::pair(Refresh::drop_data, std::string_view("drop_data"))};

std::string resource_of(const schema::Table& table) { return table.properties().text_or("resource", ""); }

void append_chain(const schema::Schema& schema, const schema::Table& table, std::vector<const schema::Table*>& tables) {
  if (std::find(tables.begin(), tables.end(), &table) != tables.end()) return;
  tables.push_back(&table);
  for (const auto& nested : schema.tables()) {
    if (!nested.is_root() && nested.parent() == table.name()) append_chain(schema, nested, tables);
  }
}

}  // namespace

std::string_view to_string(Refresh refresh) {
  for (const auto& [mode, name] : kModes) {
    if (mode == refresh) return name;
  }
  return "";
}

Result<Refresh> refresh_from(std::string_view name) {
  for (const auto& [mode, text] : kModes) {
    if (text == name) return mode;
  }
  return fail(ErrorKind::config, "`" + std::string(name) + "` is no mode of refresh",
              "Use drop_sources, drop_resources or drop_data.");
}

std::vector<const schema::Table*> tables_of(const schema::Schema& schema, const std::set<std::string>& resources) {
  std::vector<const schema::Table*> tables;
  for (const auto& table : schema.tables()) {
    if (schema::is_system_name(table.name()) || !resources.contains(resource_of(table))) continue;
    append_chain(schema, table, tables);
  }
  return tables;
}

std::set<std::string> resources_in(const schema::Schema& schema) {
  std::set<std::string> resources;
  for (const auto& table : schema.tables()) {
    if (schema::is_system_name(table.name())) continue;
    if (auto resource = resource_of(table); !resource.empty()) resources.insert(std::move(resource));
  }
  return resources;
}

std::vector<std::string> take_tables_out(schema::Schema& schema, const std::set<std::string>& resources) {
  std::set<std::string, std::less<>> names;
  std::vector<std::string> with_data;
  for (const schema::Table* table : tables_of(schema, resources)) {
    names.insert(table->name());
    if (table->has_seen_data()) with_data.push_back(table->name());
  }
  schema.remove(names);
  return with_data;
}

RemovedTables apply_refresh(Refresh refresh, const std::vector<schema::ResourceHints>& resources,
                            schema::Schema& schema) {
  RemovedTables removed;
  std::set<std::string> names;
  for (const auto& resource : resources) names.insert(resource.name);
  switch (refresh) {
    case Refresh::none: break;
    case Refresh::drop_sources: removed.dropped = take_tables_out(schema, resources_in(schema)); break;
    case Refresh::drop_resources: removed.dropped = take_tables_out(schema, names); break;
    case Refresh::drop_data:
      for (const schema::Table* table : tables_of(schema, names)) {
        if (table->has_seen_data()) removed.truncated.push_back(table->name());
      }
      break;
  }
  return removed;
}

}  // namespace decant::pipeline
