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

/// Options of a run into its target.
Result<pipeline::PipelineOptions> options_of(const RunFlags& flags, const std::optional<builtin::PipelineFile>& file,
                                             const Session& session, const Target& target);

/// The source of a pipeline file, with the resources that are selected.
Result<std::unique_ptr<source::Source>> source_of(const RunFlags& flags, const builtin::PipelineFile& file,
                                                  const Session& session, const std::string& pipeline);

/// The folder of the recorded package that `flag` names: a folder's path, or the load id of a package of the pipeline.
Result<std::filesystem::path> package_folder(const std::string& flag, const std::string& package,
                                             const Session& session, const std::string& pipeline);

/// Gives a run in dev mode a dataset of its own; whether it is one.
Result<bool> enter_dev_mode(const RunFlags& flags, const builtin::PipelineFile& file, const Session& session,
                            Target& target);

}  // namespace decant::cli
