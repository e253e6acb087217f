#pragma once

#include <optional>
#include <string>

#include "builtin/pipeline_file.h"
#include "cli/run_command.h"
#include "cli/session.h"
#include "core/result.h"
#include "pipeline/pipeline.h"

namespace decant::cli {

/// What flags say of a run, then the pipeline file and, where neither says anything, what dlt's lookup of
/// `pipelines.NAME.KEY` gives: `resume_within`, `package_size`, `refresh`, `dev_mode`, `provenance`,
/// `restore_from_destination`, `import_schema_path`, `export_schema_path`. Errors (`config`): a value of another type;
/// an option of dlt that decant cannot serve yet and that would change where or how it loads.
Result<void> read_run_settings(const Session& session, const std::string& pipeline, const RunFlags& flags,
                               const std::optional<builtin::PipelineFile>& file, pipeline::PipelineOptions& options);

/// Whether a run is to load into a dataset of its own: flag, file, lookup of `dev_mode` (and of its older name
/// `full_refresh`).
Result<bool> dev_mode_setting(const Session& session, const std::string& pipeline, const RunFlags& flags,
                              const std::optional<builtin::PipelineFile>& file);

/// Options of a pipeline with the names of its target, and nothing else said of the run.
pipeline::PipelineOptions options_for(const Session& session, const Target& target);

/// What dlt's lookup says of a pipeline without its file.
Result<pipeline::PipelineOptions> options_without_file(const Session& session, const Target& target);

/// The mode of progress that `pipelines.NAME.progress` asks for; `auto` if it is nowhere, or a bar of dlt's.
Result<std::string> progress_setting(const Session& session, const std::string& pipeline);

}  // namespace decant::cli
