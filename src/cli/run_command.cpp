#include "cli/run_command.h"

#include <cstdio>
#include <memory>
#include <system_error>
#include <utility>

#include "builtin/schema_settings.h"
#include "builtin/sources.h"
#include "cli/exit_code.h"
#include "cli/interruption.h"
#include "cli/output.h"
#include "cli/progress_output.h"
#include "cli/run_settings.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "config/typed.h"
#include "core/cancel.h"
#include "core/clock.h"
#include "core/file.h"
#include "core/time.h"
#include "package/load_id.h"
#include "package/manifest.h"
#include "pipeline/pipeline.h"
#include "schema/schema.h"

namespace decant::cli {

namespace {

ProgressMode mode_of(const std::string& name, bool is_terminal) {
  if (name == "bar") return ProgressMode::bar;
  if (name == "log") return ProgressMode::log;
  if (name == "json") return ProgressMode::json;
  if (name == "none") return ProgressMode::none;
  return is_terminal ? ProgressMode::bar : ProgressMode::log;
}

ProgressOutput progress_output(const std::string& mode) {
  const TerminalSize terminal = terminal_of(stderr);
  return ProgressOutput(mode_of(mode, terminal.columns > 0), terminal.columns > 0 ? terminal.columns : 120,
                        terminal.rows > 0 ? terminal.rows : 50, process_clock(), [](const std::string& text) {
                          std::fwrite(text.data(), 1, text.size(), stderr);
                          std::fflush(stderr);
                        });
}

/// The flag wins over the setting.
Result<std::string> progress_mode(const RunFlags& flags, const Session& session, const std::string& pipeline) {
  if (flags.progress != "auto") return flags.progress;
  return progress_setting(session, pipeline);
}

Result<std::size_t> memory_of(const RunFlags& flags, const std::optional<builtin::PipelineFile>& file) {
  if (flags.memory.empty())
    return file ? file->pipeline.memory.value_or(pipeline::kDefaultMemory) : pipeline::kDefaultMemory;
  DECANT_TRY(const auto bytes, config::as_bytes(config::Node(config::Location{}, flags.memory), "--memory"));
  if (bytes < builtin::kMinMemory) return fail(ErrorKind::usage, "`--memory` must be at least 16MiB");
  return bytes;
}

Result<pipeline::PipelineOptions> options_of(const RunFlags& flags, const std::optional<builtin::PipelineFile>& file,
                                             const Session& session, const Target& target) {
  auto options = options_for(session, target);
  DECANT_TRY(options.memory, memory_of(flags, file));
  const auto given = [&file](auto member) { return file ? file->pipeline.*member : std::nullopt; };
  if (const auto threads = flags.concurrency ? flags.concurrency : given(&builtin::PipelineSettings::concurrency)) {
    options.concurrency = *threads;
  }
  if (const auto keep = flags.keep_packages ? flags.keep_packages : given(&builtin::PipelineSettings::keep_packages)) {
    options.keep_packages = static_cast<std::size_t>(*keep);
  }
  DECANT_TRY(read_run_settings(session, target.pipeline, flags, file, options));
  return options;
}

Result<std::unique_ptr<source::Source>> source_of(const RunFlags& flags, const builtin::PipelineFile& file,
                                                  const Session& session, const std::string& pipeline) {
  DECANT_TRY(auto context, source_context_of(session, file, pipeline));
  context.selected = flags.resources;
  return builtin::make_source(file.source, context);
}

// The folder that --replay means: a folder's path, or the load id of a package of the pipeline.
Result<std::filesystem::path> package_folder(const RunFlags& flags, const Session& session,
                                             const std::string& pipeline) {
  std::error_code failed;
  if (std::filesystem::is_directory(flags.replay, failed)) return std::filesystem::path(flags.replay);
  if (!package::is_load_id(flags.replay)) {
    return fail(ErrorKind::usage, "`--replay " + flags.replay + "` is neither a folder nor a load id",
                "`decant package PIPELINE` shows where the package of the last run is.");
  }
  if (pipeline.empty()) return fail(ErrorKind::usage, "a load id needs its pipeline", "Add `--pipeline NAME`.");
  DECANT_TRY(const auto folder, pipeline::WorkingFolder::at(session.pipelines_dir, pipeline));
  const auto path = folder.packages() / flags.replay;
  if (!std::filesystem::is_directory(path, failed)) {
    return fail(ErrorKind::usage, "pipeline `" + pipeline + "` has no package " + flags.replay + " (any more)",
                "`--keep-packages N` keeps the packages of the last N runs.");
  }
  return path;
}

Result<pipeline::RunReport> replay(const RunFlags& flags, const std::optional<builtin::PipelineFile>& file,
                                   const Session& session, const CancelToken& cancel) {
  Choice choice{.pipeline = flags.pipeline, .destination = flags.destination, .dataset = flags.dataset};
  if (choice.pipeline.empty() && file) choice.pipeline = file->pipeline.name;
  DECANT_TRY(const auto folder, package_folder(flags, session, choice.pipeline));
  if (choice.pipeline.empty()) {
    DECANT_TRY(const auto manifest, package::read_manifest(folder));
    choice.pipeline = manifest.pipeline;
  }
  DECANT_TRY(const auto target, target_of_run(session, file, choice));
  DECANT_TRY(auto options, options_of(flags, file, session, target));
  DECANT_TRY(const auto destination, open_destination(target, options.memory));
  DECANT_TRY(const auto mode, progress_mode(flags, session, target.pipeline));
  auto progress = progress_output(mode);
  options.progress = &progress;
  return pipeline::replay(folder, *destination, options, cancel);
}

/// Gives a run in dev mode a dataset of its own.
Result<bool> enter_dev_mode(const RunFlags& flags, const builtin::PipelineFile& file, const Session& session,
                            Target& target) {
  DECANT_TRY(const bool is_on, dev_mode_setting(session, target.pipeline, flags, file));
  if (!is_on) return false;
  std::string& dataset = target.destination->dataset;
  std::string digits = to_iso8601_millis(process_clock().now());  // 2024-01-02T03:04:05.000Z
  digits.resize(digits.find('.'));
  std::erase_if(digits, [](char c) { return c < '0' || c > '9'; });
  dataset += (dataset.ends_with('_') ? "" : "_") + digits;
  return true;
}

Result<pipeline::RunReport> load(const RunFlags& flags, const builtin::PipelineFile& file, const Session& session,
                                 const CancelToken& cancel) {
  const Choice choice{.pipeline = flags.pipeline, .destination = flags.destination, .dataset = flags.dataset};
  DECANT_TRY(auto target, target_of_run(session, file, choice));
  DECANT_TRY(const bool is_dev, enter_dev_mode(flags, file, session, target));
  DECANT_TRY(auto options, options_of(flags, file, session, target));
  options.dev_mode = is_dev;
  DECANT_TRY(const auto source, source_of(flags, file, session, target.pipeline));
  DECANT_TRY(builtin::read_schema_settings(session.providers, target.pipeline, schema::schema_name_from(source->name()),
                                           options.schema));
  // The folder that a profile of a workspace has for its files is not there before its first run.
  DECANT_TRY(decant::create_directories(session.providers.folders().local));
  DECANT_TRY(const auto destination, open_destination(target, options.memory));
  DECANT_TRY(const auto mode, progress_mode(flags, session, target.pipeline));
  auto progress = progress_output(mode);
  options.progress = &progress;
  DECANT_TRY(auto report, pipeline::run(*source, *destination, options, cancel));
  DECANT_TRY(builtin::remember_destination(target.folder.path(), *target.destination));
  return report;
}

Result<pipeline::RunReport> run_or_replay(const RunFlags& flags) {
  DECANT_TRY(const auto session, open_session(flags.pipelines_dir));
  std::optional<builtin::PipelineFile> file;
  if (!flags.config.empty()) {
    DECANT_TRY(file, builtin::load_pipeline_file(flags.config, session.providers));
  }
  CancelToken cancel;
  const Interruption interruption(cancel);
  if (!flags.replay.empty() && (!flags.refresh.empty() || flags.dev_mode))
    return fail(ErrorKind::usage, "`--refresh` and `--dev-mode` have no meaning for `--replay`",
                "A package is loaded as the run that recorded it would have; `--dataset` names another dataset.");
  if (!flags.replay.empty()) return replay(flags, file, session, cancel);
  if (!file) return fail(ErrorKind::usage, "`decant run` needs a pipeline file", "decant run shop.yaml");
  return load(flags, *file, session, cancel);
}

}  // namespace

Result<int> run_command(const RunFlags& flags) {
  DECANT_TRY(const auto report, run_or_replay(flags));
  if (flags.json) {
    DECANT_TRY(put_json(report.to_json()));
  } else {
    const std::string changes = report.schema_text();
    DECANT_TRY(put(stdout, changes + (changes.empty() ? "" : "\n") + report.to_text() + "\n"));
  }
  return report.is_suspicious() ? kSuspicious : kOk;
}

}  // namespace decant::cli
