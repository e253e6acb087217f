#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "builtin/pipeline_file.h"
#include "cli/run_command.h"
#include "cli/session.h"
#include "core/result.h"
#include "pipeline/pipeline.h"
#include "source/source.h"

namespace decant::cli {

// What the flags, the pipeline file and dlt's lookup of a run come to; for `run` and `plan`.

/// A run of a pipeline file.
struct RunSetup {
  Target target;
  pipeline::PipelineOptions options;
  std::unique_ptr<source::Source> source;
};

/// The source with the resources that are selected; in dev mode the dataset is one of the run's own.
Result<RunSetup> set_up_run(const RunFlags& flags, const builtin::PipelineFile& file, const Session& session);

/// A recorded package and where it is to go.
struct PackageSetup {
  std::filesystem::path folder;
  Target target;
  pipeline::PipelineOptions options;
};

/// `flag`: the one that names the package, as a folder's path or the load id of a package of the pipeline.
Result<PackageSetup> set_up_package(const std::string& flag, const RunFlags& flags,
                                    const std::optional<builtin::PipelineFile>& file, const Session& session);

}  // namespace decant::cli
