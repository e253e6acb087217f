#include "cli/pipeline_command.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/pipeline_drop.h"
#include "cli/provenance_output.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "json/write.h"
#include "package/package_store.h"
#include "pipeline/provenance_file.h"
#include "pipeline/trace.h"
#include "pipeline/workspace.h"

namespace decant::cli {

namespace {

// The loads that the dataset records, newest first; none if there is no dataset yet.
Result<json::Value> loads_of(const Target& target) {
  json::Value loads = json::Value::array();
  if (!target.destination) return loads;
  DECANT_TRY(const auto destination, open_destination(target, builtin::kEngineMemory));
  DECANT_TRY(const auto dataset, destination->inspect(target.pipeline));
  if (!dataset.exists) return loads;
  DECANT_TRY(const auto rows,
             destination->query("SELECT load_id, schema_name, CAST(inserted_at AS VARCHAR) "
                                "FROM _dlt_loads WHERE status = 0 ORDER BY inserted_at DESC LIMIT 10"));
  while (true) {
    DECANT_TRY(const auto some, rows->next());
    if (some.empty()) return loads;
    for (const auto& row : some) {
      json::Value load = json::Value::object();
      load["load_id"] = row[0].value_or("");
      load["schema"] = row[1].value_or("");
      load["inserted_at"] = row[2].value_or("");
      loads.push_back(std::move(load));
    }
  }
}

Result<json::Value> packages_of(const Target& target) {
  DECANT_TRY(const auto packages, package::PackageStore(target.folder.packages()).list());
  json::Value list = json::Value::array();
  for (const auto& package : packages) {
    json::Value value = json::Value::object();
    value["load_id"] = package.load_id;
    value["state"] = package.manifest ? to_string(package.manifest->state) : std::string_view("damaged");
    value["folder"] = package.folder.string();
    list.push_back(std::move(value));
  }
  return list;
}

Result<json::Value> schemas_of(const Target& target) {
  DECANT_TRY(const auto names, target.folder.schema_names());
  json::Value list = json::Value::array();
  for (const auto& name : names) {
    DECANT_TRY(const auto schema, target.folder.read_schema(name));
    if (!schema) continue;
    json::Value value = json::Value::object();
    value["name"] = name;
    value["version"] = schema->version();
    value["tables"] = json::Value::array();
    for (const auto& table : schema->tables()) value["tables"].push_back(table.name());
    list.push_back(std::move(value));
  }
  return list;
}

Result<json::Value> info_of(const Target& target) {
  json::Value info = json::Value::object();
  info["pipeline"] = target.pipeline;
  info["working_folder"] = target.folder.path().string();
  if (target.destination) {
    info["destination"] = target.destination->address.title();
    info["location"] = target.destination->address.place();
    info["dataset"] = target.destination->dataset;
  }
  DECANT_TRY(const auto state, target.folder.read_state());
  if (state) info["state_version"] = state->version();
  DECANT_TRY(info["schemas"], schemas_of(target));
  DECANT_TRY(info["packages"], packages_of(target));
  DECANT_TRY(info["loads"], loads_of(target));
  return info;
}

std::string info_text(const json::Value& info) {
  std::string text = fmt::format("pipeline {}\n  working folder: {}\n", info.text_or("pipeline", ""),
                                 info.text_or("working_folder", ""));
  if (info.find("destination") != nullptr) {
    text += fmt::format("  destination: {}, {}\n  dataset: {}\n", info.text_or("destination", ""),
                        info.text_or("location", ""), info.text_or("dataset", ""));
  }
  for (const auto& schema : info.find("schemas")->as_array()) {
    text += fmt::format("  schema {}, version {}:", schema.text_or("name", ""), schema.integer_or("version", 0));
    for (const auto& table : schema.find("tables")->as_array()) text += " " + table.as_string();
    text += "\n";
  }
  for (const auto& package : info.find("packages")->as_array()) {
    text += fmt::format("  package {}: {}\n", package.text_or("load_id", ""), package.text_or("state", ""));
  }
  for (const auto& load : info.find("loads")->as_array()) {
    text += fmt::format("  load {} at {}\n", load.text_or("load_id", ""), load.text_or("inserted_at", ""));
  }
  return printable(text, true);
}

Result<void> print_info(const Target& target, bool as_json) {
  DECANT_TRY(const auto info, info_of(target));
  return as_json ? put_json(info) : put(stdout, info_text(info));
}

Result<std::vector<schema::Schema>> schemas_in(const Target& target) {
  DECANT_TRY(const auto names, target.folder.schema_names());
  std::vector<schema::Schema> schemas;
  for (const auto& name : names) {
    DECANT_TRY(auto schema, target.folder.read_schema(name));
    if (schema) schemas.push_back(std::move(*schema));
  }
  if (schemas.empty())
    return fail(ErrorKind::usage, "pipeline `" + target.pipeline + "` has no schema yet", "`decant run` makes it.");
  return schemas;
}

Result<void> print_schema(const Target& target) {
  DECANT_TRY(const auto schemas, schemas_in(target));
  for (const auto& schema : schemas) DECANT_TRY(put_json(schema.to_json()));
  return {};
}

/// What the working folder knows of the dataset that the pipeline loads to.
Result<schema::Provenance> provenance_of(const Target& target, const std::string& schema) {
  if (!target.destination) return schema::Provenance();
  DECANT_TRY(const auto destination, open_destination(target, builtin::kEngineMemory));
  DECANT_TRY(auto known, pipeline::read_provenance_file(target.folder.provenance_file(schema, *destination)));
  return std::move(known).value_or(schema::Provenance());
}

/// The schemas with where their columns came from.
Result<void> print_provenance(const Target& target, bool as_json) {
  DECANT_TRY(const auto schemas, schemas_in(target));
  json::Value document = json::Value::object();
  document["pipeline"] = target.pipeline;
  json::Value& list = document["schemas"] = json::Value::array();
  std::string text;
  for (const auto& schema : schemas) {
    DECANT_TRY(const auto provenance, provenance_of(target, schema.name()));
    if (as_json) {
      list.push_back(provenance_json(schema, provenance));
    } else {
      text += (text.empty() ? "" : "\n") + provenance_text(schema, provenance, terminal_of(stdout).columns);
    }
  }
  return as_json ? put_json(document) : put(stdout, text);
}

/// A document as lines `key: value`, what lies deeper indented; values as JSON.
void append_lines(const json::Value& object, const std::string& indent, std::string& text) {
  for (const auto& [key, value] : object.as_object()) {
    if (value.is_object() && !value.as_object().empty()) {
      text += indent + key + ":\n";
      append_lines(value, indent + "  ", text);
    } else {
      text += indent + key + ": " + json::write(value) + "\n";
    }
  }
}

Result<void> print_state(const Target& target, bool as_json) {
  DECANT_TRY(auto state, target.folder.read_state());
  if (target.destination) {
    DECANT_TRY(const auto destination, open_destination(target, builtin::kEngineMemory));
    DECANT_TRY(const auto dataset, destination->inspect(target.pipeline));
    DECANT_TRY(state, pipeline::newest_state(std::move(state), dataset));
  }
  if (!state) {
    return fail(ErrorKind::usage, "pipeline `" + target.pipeline + "` has no state yet", "`decant run` makes it.");
  }
  if (as_json) return put_json(state->document());
  std::string text;
  append_lines(state->document(), "", text);
  return put(stdout, printable(text, true));
}

Result<void> print_trace(const Target& target, bool as_json) {
  DECANT_TRY(const auto trace, pipeline::read_trace(target.folder.trace_file()));
  if (!trace)
    return fail(ErrorKind::usage, "pipeline `" + target.pipeline + "` has no trace yet", "`decant run` writes it.");
  if (as_json) return put_json(*trace);
  std::string lines;
  append_lines(*trace, "", lines);
  return put(stdout, printable(lines, true));
}

/// The recorded packages, or those alone that are not loaded.
Result<void> print_packages(const Target& target, bool pending_only, bool as_json) {
  DECANT_TRY(auto packages, packages_of(target));
  json::Value document = json::Value::object();
  document["pipeline"] = target.pipeline;
  if (pending_only) document["failed_jobs"] = json::Value::array();
  json::Value& list = document[pending_only ? "pending_packages" : "packages"] = json::Value::array();
  std::string text;
  for (const auto& package : packages.as_array()) {
    if (pending_only && package.text_or("state", "") == "loaded") continue;
    list.push_back(package);
    text += fmt::format("package {}: {}\n  {}\n", package.text_or("load_id", ""), package.text_or("state", ""),
                        package.text_or("folder", ""));
  }
  if (as_json) return put_json(document);
  if (pending_only)
    text = "No failed jobs: a package is loaded in one commit, or not at all\n" +
           (text.empty() ? "" : "Not loaded yet, `decant run` goes on with them:\n" + text);
  if (text.empty()) text = "No packages\n";
  return put(stdout, printable(text, true));
}

/// A pipeline that never ran on this machine can be synced all the same, if it is said where from.
Result<Target> target_of_action(const Session& session, const PipelineFlags& flags) {
  Choice choice{.pipeline = {}, .destination = flags.destination, .dataset = flags.dataset};
  std::error_code failed;
  const bool is_known = std::filesystem::exists(session.pipelines_dir / flags.pipeline, failed);
  if (flags.action != "sync" || flags.destination.empty() || is_known)
    return target_of(session, flags.pipeline, choice);
  choice.pipeline = flags.pipeline;
  return target_of_run(session, std::nullopt, choice);
}

Result<void> check_flags(const PipelineFlags& flags) {
  if (flags.verbose && flags.action != "schema")
    return fail(ErrorKind::usage, "`--verbose` has no meaning for `" + flags.action + "`",
                "`decant pipeline NAME schema -v` shows where each column came from.");
  const bool is_chosen = !flags.resources.empty() || !flags.state_paths.empty() || !flags.schema.empty() ||
                         flags.drop_all || flags.state_only;
  if (is_chosen && flags.action != "drop")
    return fail(ErrorKind::usage,
                "resources and `--drop-all`, `--state-paths`, `--schema`, `--state-only` belong to drop",
                "`decant pipeline NAME drop orders` drops the tables and the state of one resource.");
  return {};
}

}  // namespace

Result<int> pipeline_command(const PipelineFlags& flags) {
  DECANT_TRY(check_flags(flags));
  DECANT_TRY(const auto session, open_session(flags.pipelines_dir));
  DECANT_TRY(const auto target, target_of_action(session, flags));
  if (flags.action == "info") DECANT_TRY(print_info(target, flags.json));
  if (flags.action == "schema" && !flags.verbose) DECANT_TRY(print_schema(target));
  if (flags.action == "schema" && flags.verbose) DECANT_TRY(print_provenance(target, flags.json));
  if (flags.action == "state") DECANT_TRY(print_state(target, flags.json));
  if (flags.action == "trace") DECANT_TRY(print_trace(target, flags.json));
  if (flags.action == "packages") DECANT_TRY(print_packages(target, false, flags.json));
  if (flags.action == "failed-jobs") DECANT_TRY(print_packages(target, true, flags.json));
  if (flags.action == "drop") DECANT_TRY(drop_resources(session, target, flags));
  if (flags.action == "sync") DECANT_TRY(sync_pipeline(session, target, flags));
  if (flags.action == "remove") DECANT_TRY(remove_pipeline(target, flags));
  if (flags.action == "drop-pending-packages") DECANT_TRY(drop_pending_packages(target, flags));
  return kOk;
}

}  // namespace decant::cli
