#include "pipeline/run_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "core/memory.h"
#include "core/redact.h"
#include "pipeline/text_list.h"
#include "schema/system_tables.h"

namespace decant::pipeline {

namespace {

struct Unit {
  std::string_view name;
  Micros length;
};

// The lengths that dlt's text uses: a year of 365 days, a month of 30.5.
constexpr std::array kUnits = {Unit{"year", 365 * kMicrosPerDay}, Unit{"month", 61 * kMicrosPerDay / 2},
                               Unit{"day", kMicrosPerDay}, Unit{"hour", 3600 * kMicrosPerSecond},
                               Unit{"minute", 60 * kMicrosPerSecond}};

constexpr std::size_t kChangesShown = 40;

json::Value memory_to_json(const MemoryUse& memory) {
  json::Value object = json::Value::object();
  object["queue"] = memory.queue;
  object["open_rows"] = memory.open_rows;
  object["batches"] = memory.batches;
  object["spilled"] = memory.spilled;
  object["process"] = peak_resident_bytes();
  return object;
}

json::Value times_to_json(const StepTimes& times) {
  if (!times.ran()) return nullptr;
  json::Value document = json::Value::object();
  document["started_at"] = to_iso8601(times.started);
  document["finished_at"] = to_iso8601(times.finished);
  document["seconds"] = static_cast<double>(times.elapsed()) / static_cast<double>(kMicrosPerSecond);
  return document;
}

json::Value resources_to_json(const std::vector<ResourceReport>& resources) {
  json::Value list = json::Value::array();
  for (const auto& resource : resources) {
    json::Value entry = json::Value::object();
    entry["resource"] = resource.resource;
    entry["pages"] = resource.pages;
    entry["records"] = resource.records;
    entry["bytes"] = resource.bytes;
    entry["retries"] = resource.retries;
    list.push_back(std::move(entry));
  }
  return list;
}

json::Value notes_to_json(const std::vector<Note>& notes) {
  json::Value list = json::Value::array();
  for (const auto& note : notes) {
    json::Value entry = json::Value::object();
    entry["resource"] = note.resource.empty() ? json::Value() : json::Value(note.resource);
    entry["message"] = note.message;
    entry["doubtful"] = note.doubtful;
    list.push_back(std::move(entry));
  }
  return list;
}

json::Value packages_to_json(const std::vector<LoadedPackage>& packages) {
  json::Value list = json::Value::array();
  for (const auto& package : packages) {
    json::Value entry = json::Value::object();
    entry["load_id"] = package.load_id;
    entry["state"] = "LOADED";
    entry["already_loaded"] = package.already_loaded;
    list.push_back(std::move(entry));
  }
  return list;
}

}  // namespace

std::string elapsed_text(Micros elapsed) {
  std::vector<std::string> parts;
  Micros rest = elapsed < 0 ? 0 : elapsed;
  for (const Unit& unit : kUnits) {
    const Micros count = rest / unit.length;
    rest %= unit.length;
    if (count > 0) parts.push_back(fmt::format("{} {}{}", count, unit.name, count == 1 ? "" : "s"));
  }
  if (rest % kMicrosPerSecond != 0) {
    parts.push_back(fmt::format("{:.2f} seconds", static_cast<double>(rest) / static_cast<double>(kMicrosPerSecond)));
  } else if (rest > 0 || parts.empty()) {
    const Micros seconds = rest / kMicrosPerSecond;
    parts.push_back(fmt::format("{} second{}", seconds, seconds == 1 ? "" : "s"));
  }
  std::string text = parts.front();
  for (std::size_t i = 1; i < parts.size(); ++i) text += (i + 1 == parts.size() ? " and " : ", ") + parts[i];
  return text;
}

bool RunReport::is_suspicious() const {
  return std::any_of(notes.begin(), notes.end(), [](const Note& note) { return note.doubtful; });
}

void RunReport::add_schema_changes(const schema::Schema& before, const schema::Schema& after) {
  const auto& known = before.tables();
  const bool is_first = std::none_of(known.begin(), known.end(), [](const schema::Table& table) {
    return table.has_seen_data() && !schema::is_system_name(table.name());
  });
  if (is_first) return;
  for (auto& change : schema::changes_between(before, after)) {
    if (!schema::is_system_name(change.table)) schema_changes.push_back(std::move(change));
  }
}

std::string RunReport::schema_text() const {
  std::string text;
  for (std::size_t i = 0; i < schema_changes.size() && i < kChangesShown; ++i)
    text += (text.empty() ? "" : "\n") + schema_changes[i].to_text();
  if (schema_changes.size() > kChangesShown)
    text += fmt::format("\n… and {} more changes of the schema", schema_changes.size() - kChangesShown);
  return Redactor::process().redact(text);
}

std::string RunReport::to_text() const {
  std::string text = fmt::format("Pipeline {} load step completed in {}\n", pipeline,
                                 load.ran() ? elapsed_text(load.elapsed()) : "---");
  text += fmt::format("{} load package(s) were loaded to destination {} and into dataset {}\n", packages.size(),
                      destination_name, packages.empty() ? "None" : dataset);
  text += fmt::format("The {} destination used {} location to store data", destination_name, location);
  for (const auto& package : packages)
    text += fmt::format("\nLoad package {} is LOADED and contains no failed jobs", package.load_id);
  return Redactor::process().redact(text);
}

json::Value RunReport::to_json() const {
  json::Value document = json::Value::object();
  document["pipeline"] = pipeline;
  json::Value& target = document["destination"];
  target["name"] = destination_name;
  target["type"] = destination_type;
  target["dataset"] = dataset;
  target["location"] = Redactor::process().redact(location);
  document["packages"] = packages_to_json(packages);
  document["resources"] = resources_to_json(resources);
  json::Value& rows = document["tables"];
  rows = json::Value::object();
  for (const auto& [table, count] : tables) rows[table] = count;
  document["new_tables"] = text_list(new_tables);
  document["new_columns"] = text_list(new_columns);
  json::Value& changes = document["schema_changes"] = json::Value::array();
  for (const auto& change : schema_changes) changes.push_back(change.to_json());
  json::Value& found = document["findings"] = json::Value::array();
  for (const auto& finding : findings) found.push_back(finding.to_json());
  document["notes"] = notes_to_json(notes);
  document["suspicious"] = is_suspicious();
  document["resumed"] = resumed;
  document["extract_load_id"] = extract_load_id;
  document["extract_recorded"] = extract_recorded;
  document["started_at"] = to_iso8601(started);
  document["finished_at"] = to_iso8601(finished);
  document["seconds"] = static_cast<double>(finished - started) / static_cast<double>(kMicrosPerSecond);
  json::Value& steps = document["steps"];
  steps["extract"] = times_to_json(extract);
  steps["normalize"] = times_to_json(normalize);
  steps["load"] = times_to_json(load);
  steps["load"]["locked_seconds"] = static_cast<double>(locked_for) / static_cast<double>(kMicrosPerSecond);
  document["memory"] = memory_to_json(memory);
  return document;
}

}  // namespace decant::pipeline
