#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "builtin/destinations.h"
#include "builtin/pipeline_file.h"
#include "builtin/remembered_destination.h"
#include "config/providers.h"
#include "config/reader.h"
#include "core/result.h"
#include "pipeline/working_folder.h"
#include "source/source_context.h"

namespace decant::cli {

/// What every command starts from.
struct Session {
  config::Providers providers;
  std::filesystem::path pipelines_dir;
};

/// `pipelines_dir` empty: `pipelines` in the data folder.
Result<Session> open_session(const std::string& pipelines_dir);

/// A pipeline with the place that it loads to.
struct Target {
  std::string pipeline;
  pipeline::WorkingFolder folder;
  std::optional<builtin::RememberedDestination> destination;  ///< nothing: not known
};

/// Names and places that flags give; empty: not given.
struct Choice {
  std::string pipeline;
  std::string destination;
  std::string dataset;
};

/// What a run loads to: a flag beats the file, the file beats dlt's lookup, then comes what the working folder
/// remembers if there is no file, then the default.
Result<Target> target_of_run(const Session& session, const std::optional<builtin::PipelineFile>& file,
                             const Choice& choice);

/// A setting of a pipeline where dlt looks for it (`pipelines.NAME.KEY`, `pipelines.KEY`, `KEY`, first
/// with NAME in front), or nothing. Its path is where it
/// stood.
Result<std::optional<config::Element>> look_up(const Session& session, const std::string& pipeline,
                                               const std::string& key);

/// What the source of a pipeline file is made with: its names, and what `[runtime]` says. Keys of that section that
/// have no meaning are named in the log.
Result<source::SourceContext> source_context_of(const Session& session, const builtin::PipelineFile& file,
                                                const std::string& pipeline);

/// What `PIPELINE|CONFIG` means for commands that read: a pipeline file's path, or the name of a pipeline that has run.
/// Without a file the destination is what the working folder remembers, unless a flag names one.
Result<Target> target_of(const Session& session, const std::string& pipeline_or_config, const Choice& choice);

/// The destination of a target; an error if it is not known.
Result<std::unique_ptr<destination::Destination>> open_destination(const Target& target, std::uint64_t memory);

}  // namespace decant::cli
