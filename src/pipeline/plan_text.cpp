#include <fmt/format.h>

#include <algorithm>

#include "core/redact.h"
#include "json/write.h"
#include "pipeline/plan.h"
#include "pipeline/text_list.h"

namespace decant::pipeline {

namespace {

constexpr std::size_t kMaxStateText = 200;
constexpr std::uint64_t kMebi = std::uint64_t{1} << 20;

std::string counted(std::uint64_t number, const char* one) {
  return fmt::format("{} {}{}", number, one, number == 1 ? "" : "s");
}

std::string resource_text(const PlannedResource& resource) {
  std::string text = fmt::format("  {} ({}): ", resource.resource, resource.write_disposition);
  text += resource.pages == 0
              ? "nothing was asked\n"
              : fmt::format("{}, {}\n", counted(resource.pages, "page"), counted(resource.records, "record"));
  if (!resource.url.empty()) text += "    " + resource.url + "\n";
  if (resource.state_change.is_null()) return text;
  std::string state = json::write(resource.state_change);
  if (state.size() > kMaxStateText) {
    state.resize(kMaxStateText);
    state += "…";
  }
  return text + "    its state would change: " + state + "\n";
}

std::string table_text(const PlannedTable& table) {
  std::string text = fmt::format("  {} {} ({}), {}\n", table.is_new ? "+" : " ", table.table, table.write_disposition,
                                 counted(table.rows, "row"));
  for (const auto& column : table.columns) text += "      + " + column + "\n";
  return text;
}

std::string list_text(const char* title, const std::vector<std::string>& lines) {
  if (lines.empty()) return {};
  std::string text = fmt::format("{}\n", title);
  for (const auto& line : lines) text += "  " + line + "\n";
  return text;
}

std::string commit_text(destination::CommitLevel commit, destination::ReplaceLevel replace) {
  if (commit == destination::CommitLevel::transaction)
    return "one transaction: all of it becomes visible at once, or nothing";
  return std::string(
             "decided as a whole, then file by file: readers may for a moment see a part; a replaced table changes ") +
         (replace == destination::ReplaceLevel::file ? "file by file too" : "as a whole");
}

std::string_view name_of(destination::ReplaceLevel replace) {
  switch (replace) {
    case destination::ReplaceLevel::transaction: return "transaction";
    case destination::ReplaceLevel::table: return "table";
    case destination::ReplaceLevel::file: return "file";
  }
  return {};
}

std::string engine_text(const destination::EngineMemory& engine) {
  return fmt::format("  engine: {} MiB beside it (its own limit: {} MiB)\n", engine.floor / kMebi,
                     engine.limit / kMebi);
}

}  // namespace

bool PlanReport::changes_schema() const {
  return !changes.empty() ||
         std::any_of(tables.begin(), tables.end(), [](const PlannedTable& table) { return !table.columns.empty(); });
}

std::string PlanReport::to_text() const {
  std::string text = fmt::format("Pipeline {} into dataset {}{} at {}\n", pipeline, dataset,
                                 dataset_exists ? "" : " (new)", destination);
  text += list_text("First, packages that are not loaded yet:", pending);
  text += from.empty() ? "Resources, one page of each:\n" : "Resources of package " + from + ":\n";
  for (const auto& resource : resources) text += resource_text(resource);
  if (!tables.empty()) text += "Tables and new columns:\n";
  for (const auto& table : tables) text += table_text(table);
  std::vector<std::string> lines;
  for (const auto& change : changes) lines.push_back(change.to_text());
  text += list_text("Changes of what is there:", lines);
  text += list_text("Goes with the commit:", destructive);
  lines.clear();
  if (refused) lines.push_back("refused: " + to_string(*refused));
  for (const auto& finding : findings) lines.push_back(finding.to_text());
  text += list_text("Contract and data:", lines);
  text += "Commit: " + commit_text(commit, replace) + "\n";
  text += fmt::format("Memory:\n  decant: {} MiB\n", memory / kMebi);
  if (engine) text += engine_text(*engine);
  lines.clear();
  for (const auto& note : notes) lines.push_back((note.resource.empty() ? "" : note.resource + ": ") + note.message);
  text += list_text("Notes:", lines);
  return Redactor::process().redact(text);
}

json::Value PlanReport::to_json() const {
  json::Value document = json::Value::object();
  document["pipeline"] = pipeline;
  document["destination"] = Redactor::process().redact(destination);
  document["dataset"] = dataset;
  document["dataset_exists"] = dataset_exists;
  document["from"] = from.empty() ? json::Value() : json::Value(from);
  document["pending"] = text_list(pending);
  json::Value& asked = document["resources"] = json::Value::array();
  for (const auto& resource : resources) {
    json::Value one = json::Value::object();
    one["resource"] = resource.resource;
    one["write_disposition"] = resource.write_disposition;
    one["url"] = resource.url.empty() ? json::Value() : json::Value(Redactor::process().redact(resource.url));
    one["pages"] = resource.pages;
    one["records"] = resource.records;
    one["state_change"] = resource.state_change;
    asked.push_back(std::move(one));
  }
  json::Value& loaded = document["tables"] = json::Value::array();
  for (const auto& table : tables) {
    json::Value one = json::Value::object();
    one["table"] = table.table;
    one["write_disposition"] = table.write_disposition;
    one["rows"] = table.rows;
    one["new"] = table.is_new;
    one["new_columns"] = text_list(table.columns);
    loaded.push_back(std::move(one));
  }
  json::Value& changed = document["changes"] = json::Value::array();
  for (const auto& change : changes) changed.push_back(change.to_json());
  document["changes_schema"] = changes_schema();
  document["destructive"] = text_list(destructive);
  json::Value& found = document["findings"] = json::Value::array();
  for (const auto& finding : findings) found.push_back(finding.to_json());
  document["refused"] = refused ? json::Value(Redactor::process().redact(to_string(*refused))) : json::Value();
  document["commit"] = commit == destination::CommitLevel::transaction ? "transaction" : "file_by_file";
  document["replace"] = name_of(replace);
  document["memory"] = memory;
  json::Value& beside = document["engine_memory"];
  if (engine) {
    beside["limit"] = engine->limit;
    beside["floor"] = engine->floor;
  }
  json::Value& told = document["notes"] = json::Value::array();
  for (const auto& note : notes) told.push_back(note.message);
  return document;
}

}  // namespace decant::pipeline
