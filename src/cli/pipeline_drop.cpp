#include "cli/pipeline_drop.h"

#include <unistd.h>

#include <cstdio>
#include <string>
#include <vector>

#include "cli/output.h"
#include "cli/text.h"
#include "core/file.h"
#include "core/folder_lock.h"
#include "package/package_store.h"

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
  std::fputs("Remove it? [y/N] ", stderr);
  std::fflush(stderr);
  char answer[8] = {};
  return std::fgets(answer, sizeof answer, stdin) != nullptr && (answer[0] == 'y' || answer[0] == 'Y');
}

/// Shows what would go; an error unless the user agrees.
Result<void> confirm(const std::string& text, const PipelineFlags& flags) {
  DECANT_TRY(put(stderr, printable(text, true)));
  if (flags.yes) return {};
  if (isatty(STDIN_FILENO) == 0)
    return fail(ErrorKind::usage, "nothing was removed: there is no terminal to ask on", "Add `--yes`.");
  if (!confirmed_on_terminal()) return fail(ErrorKind::cancelled, "nothing was removed");
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

}  // namespace

Result<void> drop_pipeline(const Target& target, const PipelineFlags& flags) {
  DECANT_TRY(confirm(what_goes(target), flags));
  DECANT_TRY(const auto lock, FolderLock::acquire(target.folder.lock_file()));
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
  DECANT_TRY(const auto lock, FolderLock::acquire(target.folder.lock_file()));
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
