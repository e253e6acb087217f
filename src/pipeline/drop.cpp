#include "pipeline/drop.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>

#include "core/clock.h"
#include "json/omission.h"
#include "json/parser.h"
#include "json/path.h"
#include "json/write.h"
#include "package/load_id.h"
#include "pipeline/provenance_file.h"
#include "pipeline/publish.h"
#include "pipeline/refresh.h"
#include "pipeline/resource_states.h"
#include "pipeline/text_list.h"
#include "schema/simple_regex.h"

namespace decant::pipeline {

namespace {

/// Expressions count from the beginning of a name here, as in dlt.
Result<std::vector<schema::SimpleRegex>> patterns_of(const DropRequest& request) {
  std::vector<schema::SimpleRegex> patterns;
  for (const auto& text : request.resources) {
    const bool is_expression = text.starts_with("re:");
    auto pattern = schema::SimpleRegex::compile(is_expression ? "re:^(?:" + text.substr(3) + ")" : text);
    if (!pattern) return fail(ErrorKind::usage, "`" + text + "`: " + pattern.error().message, pattern.error().hint);
    patterns.push_back(std::move(*pattern));
  }
  return patterns;
}

Result<bool> is_selected(const DropRequest& request, const std::vector<schema::SimpleRegex>& patterns,
                         const std::string& resource) {
  if (request.drop_all) return true;
  return schema::any_matches(patterns, resource);
}

/// The source whose schema it is; empty if none of that schema has a state.
std::string source_of(const state::PipelineState& state, const std::string& schema) {
  const json::Value* sources = state.find("sources");
  if (sources == nullptr || !sources->is_object()) return {};
  for (const auto& [name, _] : sources->as_object()) {
    if (schema::schema_name_from(name) == schema) return name;
  }
  return {};
}

Result<void> drop_tables(const DropRequest& request, const std::vector<schema::SimpleRegex>& patterns, DropPlan& plan) {
  const auto known = resources_in(plan.schema);
  std::set<std::string> selected;
  for (const auto& resource : known) {
    DECANT_TRY(const bool wanted, is_selected(request, patterns, resource));
    if (wanted) selected.insert(resource);
  }
  if (selected.empty()) {
    std::string names;
    for (const auto& resource : known) names += (names.empty() ? "" : ", ") + resource;
    plan.warnings.push_back("no table of schema " + plan.schema.name() + " was selected; its resources: " + names);
  }
  if (request.state_only) return {};
  plan.resources.assign(selected.begin(), selected.end());
  for (const auto* table : tables_of(plan.schema, selected)) plan.tables.push_back(table->name());
  plan.tables_with_data = take_tables_out(plan.schema, selected);
  return {};
}

Result<void> reset_resources(const DropRequest& request, const std::vector<schema::SimpleRegex>& patterns,
                             const std::string& source, DropPlan& plan) {
  const json::Value& state = plan.state.source(source);
  const json::Value* resources = state.find("resources");
  if (resources == nullptr || !resources->is_object()) return {};
  for (const auto& [name, resource] : resources->as_object()) {
    DECANT_TRY(const bool wanted, is_selected(request, patterns, name));
    if (!wanted) continue;
    plan.resource_states.push_back(name);
    for (auto& path : paths_in_table(resource))
      plan.boundaries.push_back({.source = source, .resource = name, .cursor_path = std::move(path)});
  }
  for (const auto& name : plan.resource_states) plan.state.erase_resource(source, name);
  return {};
}

/// Takes what a path leads to out of a source's state; says whether there was anything. The resources as a whole stay.
Result<bool> drop_path(json::Value& state, const std::string& text) {
  const auto path = json::Path::compile(text);
  if (!path) return fail(ErrorKind::usage, "state path `" + text + "`: " + path.error().message, path.error().hint);
  json::Parser parser;
  DECANT_TRY(const auto document, parser.parse(json::write(state)));
  const auto root = document.root();
  DECANT_TRY(const auto nodes, path->evaluate(root));
  std::vector<std::uint32_t> omitted;
  for (const auto& node : nodes) omitted.push_back(node.index());
  for (const auto member : root.members()) {
    if (member.key == "resources") std::erase(omitted, member.value.index());
  }
  std::sort(omitted.begin(), omitted.end());
  omitted.erase(std::unique(omitted.begin(), omitted.end()), omitted.end());
  if (omitted.empty()) return false;
  if (omitted.front() == root.index()) {
    state = json::Value::object();
    return true;
  }
  std::string rest;
  json::append_without(root, omitted, rest);
  DECANT_TRY(state, json::parse_value(rest));
  return true;
}

Result<void> drop_paths(const DropRequest& request, const std::string& source, DropPlan& plan) {
  for (const auto& path : request.state_paths) {
    DECANT_TRY(const bool is_there, drop_path(plan.state.source(source), path));
    if (is_there) {
      plan.state_paths.emplace_back(source).append(".").append(path);
    } else {
      plan.warnings.emplace_back("state path ")
          .append(path)
          .append(" leads to nothing in the state of ")
          .append(source);
    }
  }
  return {};
}

}  // namespace

json::Value DropPlan::to_json() const {
  json::Value document = json::Value::object();
  document["schema"] = schema.name();
  document["resources"] = text_list(resources);
  document["tables"] = text_list(tables);
  document["tables_with_data"] = text_list(tables_with_data);
  document["resource_states"] = text_list(resource_states);
  document["state_paths"] = text_list(state_paths);
  document["warnings"] = text_list(warnings);
  return document;
}

Result<DropPlan> plan_drop(const Workspace& workspace, const DropRequest& request) {
  const json::Value* preset = workspace.state().find("default_schema_name");
  std::string name = request.schema;
  if (name.empty() && preset != nullptr && preset->is_string()) name = preset->as_string();
  if (name.empty()) return fail(ErrorKind::usage, "the pipeline has no schema yet", "`decant run` makes it.");
  DECANT_TRY(auto schema, workspace.schema(name));
  if (schema.version_hash().empty())
    return fail(ErrorKind::usage, "the pipeline has no schema `" + name + "`",
                "`decant pipeline NAME info` lists the schemas.");
  DropPlan plan{.schema = std::move(schema),
                .state = workspace.state(),
                .resources = {},
                .tables = {},
                .tables_with_data = {},
                .resource_states = {},
                .state_paths = {},
                .warnings = {},
                .boundaries = {}};
  DECANT_TRY(const auto patterns, patterns_of(request));
  const std::string source = source_of(plan.state, name);
  if (request.drop_all || !patterns.empty()) {
    DECANT_TRY(drop_tables(request, patterns, plan));
    if (!source.empty()) DECANT_TRY(reset_resources(request, patterns, source, plan));
  }
  if (!source.empty()) DECANT_TRY(drop_paths(request, source, plan));
  return plan;
}

Result<std::string> execute_drop(const DropPlan& plan, Workspace& workspace, destination::Destination& destination,
                                 const package::PackageStore& store, const PipelineOptions& options) {
  DECANT_TRY(const auto newest, store.newest());
  destination::LoadRequest request;
  request.load_id = package::make_load_id(process_clock(), newest ? newest->load_id : std::string());
  DECANT_TRY(request.inserted_at, package::instant_of(request.load_id));
  request.pipeline_name = options.name;
  schema::Schema schema = plan.schema;
  schema.bump_version();
  request.schema = &schema;
  request.dropped_tables = plan.tables_with_data;
  request.base_state_version = workspace.base_state_version();
  const json::Value state = workspace.next_state(plan.state, schema.name()).shared_document();
  if (options.restores_state) DECANT_TRY(add_state(state, request));
  for (const auto& key : plan.boundaries) request.boundaries.push_back({.key = key, .replaces = true, .added = {}});
  std::string load_id = request.load_id;
  DECANT_TRY(const auto report, destination.publish(std::move(request)));
  FileBatch files;
  DECANT_TRY(workspace.committed(schema, state, report.left, files));
  DECANT_TRY(
      forget_provenance(workspace.folder().provenance_file(schema.name(), destination), plan.tables_with_data, files));
  DECANT_TRY(files.commit());
  return load_id;
}

Result<void> refuse_pending(const package::PackageStore& store, const std::string& pipeline) {
  DECANT_TRY(const auto packages, store.list());
  for (const auto& info : packages) {
    if (info.is(package::PackageState::loaded)) continue;
    return fail(
        ErrorKind::state, "package " + info.load_id + " of pipeline " + pipeline + " is not loaded yet",
        "Run the pipeline, which finishes it, or drop it: decant pipeline " + pipeline + " drop-pending-packages");
  }
  return {};
}

}  // namespace decant::pipeline
