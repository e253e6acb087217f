#include "pipeline/sync.h"

#include "core/file.h"
#include "package/package_store.h"
#include "pipeline/workspace.h"

namespace decant::pipeline {

Result<void> sync_with_destination(const WorkingFolder& folder, destination::Destination& destination,
                                   const PipelineOptions& options, RunMonitor& monitor) {
  DECANT_TRY(const auto dataset, destination.inspect(options.name));
  if (!dataset.state)
    return fail(ErrorKind::state,
                "dataset " + destination.dataset() + " at " + destination.location() + " holds no state of pipeline " +
                    options.name + ": nothing was changed",
                "`--destination` and `--dataset` name another place.");
  package::PackageStore store(folder.packages());
  DECANT_TRY(const auto packages, store.list());
  for (const auto& info : packages) {
    if (!info.is(package::PackageState::loaded)) DECANT_TRY(store.remove(info.load_id));
  }
  DECANT_TRY(decant::remove_all(folder.state_file()));
  DECANT_TRY(decant::remove_all(folder.schemas()));
  DECANT_TRY(auto workspace, Workspace::open(folder, options, destination, monitor));
  return workspace.write_restored();
}

}  // namespace decant::pipeline
