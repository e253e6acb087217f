#include "cli/pipeline_drop.h"

#include <unistd.h>

#include <cstdio>
#include <string>
#include <vector>

#include "builtin/remembered_destination.h"
#include "cli/output.h"
#include "cli/run_settings.h"
#include "cli/text.h"
#include "core/file.h"
#include "package/package_store.h"
#include "pipeline/drop.h"
#include "pipeline/run_monitor.h"
#include "pipeline/sync.h"
#include "pipeline/workspace.h"

namespace decant::cli {

namespace {

std::string what_goes(const Target& target) {
  std::string text = "This removes of pipeline " + target.pipeline + ":\n  " + target.folder.path().string() +
                     " (state, schemas, recorded packages)\n";
  if (target.destination) {
    text += "  dataset " + target.destination->dataset + " in " + target.destination->address.place() +
            ", with all its tables\n";
  }
  return text;
}

bool confirmed_on_terminal() {
  std::fputs("Go on? [y/N] ", stderr);
  std::fflush(stderr);
  char answer[8] = {};
  return std::fgets(answer, sizeof answer, stdin) != nullptr && (answer[0] == 'y' || answer[0] == 'Y');
}

/// Shows what would be done; an error unless the user agrees.
Result<void> confirm(const std::string& text, const PipelineFlags& flags) {
  DECANT_TRY(put(stderr, printable(text, true)));
  if (flags.yes) return {};
  if (isatty(STDIN_FILENO) == 0)
    return fail(ErrorKind::usage, "nothing was changed: there is no terminal to ask on", "Add `--yes`.");
  if (!confirmed_on_terminal()) return fail(ErrorKind::cancelled, "nothing was changed");
  return {};
}

Result<std::vector<package::PackageInfo>> pending_of(const package::PackageStore& store) {
  DECANT_TRY(auto packages, store.list());
  std::erase_if(packages, [](const package::PackageInfo& info) { return info.is(package::PackageState::loaded); });
  return packages;
}

std::string state_of(const package::PackageInfo& info) {
  return info.manifest ? std::string(to_string(info.manifest->state)) : "damaged";
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "none" : text;
}

std::string text_of(const pipeline::DropPlan& plan, const Target& target) {
  std::string text = "About to drop from dataset " + target.destination->dataset + " in " +
                     target.destination->address.place() + ":\n  schema: " + plan.schema.name() +
                     "\n  resources: " + joined(plan.resources) + "\n  tables: " + joined(plan.tables) +
                     "\n  of these with data: " + joined(plan.tables_with_data) +
                     "\n  state of resources: " + joined(plan.resource_states) +
                     "\n  paths in the state: " + joined(plan.state_paths) + "\n";
  for (const auto& warning : plan.warnings) text += "  note: " + warning + "\n";
  return text;
}

}  // namespace

Result<void> drop_resources(const Session& session, const Target& target, const PipelineFlags& flags) {
  const pipeline::DropRequest wanted{.resources = flags.resources,
                                     .state_paths = flags.state_paths,
                                     .schema = flags.schema,
                                     .drop_all = flags.drop_all,
                                     .state_only = flags.state_only};
  if (wanted.resources.empty() && wanted.state_paths.empty() && !wanted.drop_all)
    return fail(ErrorKind::usage, "nothing is named that could be dropped",
                "Name resources, or `--drop-all`, or `--state-paths`. `remove` removes a pipeline as a whole.");
  DECANT_TRY(const auto options, options_without_file(session, target));
  DECANT_TRY(const auto destination, open_destination(target, builtin::kEngineMemory));
  DECANT_TRY(const auto lock, target.folder.lock());
  DECANT_TRY(target.folder.refuse_pending_of_dlt());
  const package::PackageStore store(target.folder.packages());
  DECANT_TRY(pipeline::refuse_pending(store, target.pipeline));
  pipeline::RunMonitor monitor({}, nullptr);
  DECANT_TRY(auto workspace, pipeline::Workspace::open(target.folder, options, *destination, monitor));
  DECANT_TRY(const auto plan, pipeline::plan_drop(workspace, wanted));
  json::Value done = plan.to_json();
  done["pipeline"] = target.pipeline;
  std::string text = "Nothing to drop\n";
  for (const auto& warning : plan.warnings) text += "  note: " + warning + "\n";
  if (!plan.empty()) {
    DECANT_TRY(confirm(text_of(plan, target), flags));
    DECANT_TRY(const auto load_id, pipeline::execute_drop(plan, workspace, *destination, store, options));
    done["load_id"] = load_id;
    text = "Dropped with load " + load_id + "\n";
  }
  return flags.json ? put_json(done) : put(stdout, printable(text, true));
}

Result<void> sync_pipeline(const Session& session, const Target& target, const PipelineFlags& flags) {
  DECANT_TRY(const auto options, options_without_file(session, target));
  DECANT_TRY(const auto destination, open_destination(target, builtin::kEngineMemory));
  DECANT_TRY(const auto lock, target.folder.lock());
  DECANT_TRY(const auto pending, pending_of(package::PackageStore(target.folder.packages())));
  std::string text = "This replaces state and schemas of " + target.folder.path().string() + " by those of dataset " +
                     target.destination->dataset + " in " + target.destination->address.place() + "\n";
  for (const auto& info : pending)
    text += "  package " + info.load_id + " (" + state_of(info) + ") is not loaded yet and goes\n";
  DECANT_TRY(confirm(text, flags));
  pipeline::RunMonitor monitor({}, nullptr);
  DECANT_TRY(pipeline::sync_with_destination(target.folder, *destination, options, monitor));
  DECANT_TRY(builtin::remember_destination(target.folder.path(), *target.destination));
  if (!flags.json) return put(stdout, "Pipeline " + target.pipeline + " has the state of its destination\n");
  json::Value done = json::Value::object();
  done["pipeline"] = target.pipeline;
  done["synced"] = true;
  return put_json(done);
}

Result<void> remove_pipeline(const Target& target, const PipelineFlags& flags) {
  DECANT_TRY(confirm(what_goes(target), flags));
  DECANT_TRY(const auto lock, target.folder.lock());
  if (target.destination) {
    DECANT_TRY(const auto destination, open_destination(target, builtin::kEngineMemory));
    DECANT_TRY(destination->drop());
  }
  DECANT_TRY(decant::remove_all(target.folder.path()));
  if (!flags.json) return put(stdout, "Pipeline " + target.pipeline + " is removed\n");
  json::Value done = json::Value::object();
  done["pipeline"] = target.pipeline;
  done["removed"] = true;
  return put_json(done);
}

Result<void> drop_pending_packages(const Target& target, const PipelineFlags& flags) {
  DECANT_TRY(const auto lock, target.folder.lock());
  package::PackageStore store(target.folder.packages());
  DECANT_TRY(const auto pending, pending_of(store));
  json::Value dropped = json::Value::array();
  if (!pending.empty()) {
    std::string text = "This removes packages of pipeline " + target.pipeline + " that are not loaded yet:\n";
    for (const auto& info : pending) text += "  " + info.load_id + " (" + state_of(info) + ")\n";
    DECANT_TRY(confirm(text, flags));
  }
  for (const auto& info : pending) {
    DECANT_TRY(store.remove(info.load_id));
    dropped.push_back(info.load_id);
  }
  if (flags.json) {
    json::Value done = json::Value::object();
    done["pipeline"] = target.pipeline;
    done["removed_packages"] = std::move(dropped);
    return put_json(done);
  }
  if (pending.empty()) return put(stdout, "No pending packages found\n");
  return put(stdout, std::to_string(pending.size()) + " pending package(s) removed\n");
}

}  // namespace decant::cli
