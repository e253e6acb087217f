#include "cli/run_command.h"

#include <cstdio>
#include <memory>
#include <utility>

#include "cli/exit_code.h"
#include "cli/interruption.h"
#include "cli/output.h"
#include "cli/progress_output.h"
#include "cli/run_settings.h"
#include "cli/run_setup.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "core/cancel.h"
#include "core/clock.h"
#include "core/file.h"
#include "pipeline/pipeline.h"

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

Result<pipeline::RunReport> replay(const RunFlags& flags, const std::optional<builtin::PipelineFile>& file,
                                   const Session& session, const CancelToken& cancel) {
  DECANT_TRY(auto setup, set_up_package("--replay", flags, file, session));
  DECANT_TRY(const auto destination, open_destination(setup.target, setup.options.memory));
  DECANT_TRY(const auto mode, progress_mode(flags, session, setup.target.pipeline));
  auto progress = progress_output(mode);
  setup.options.progress = &progress;
  return pipeline::replay(setup.folder, *destination, setup.options, cancel);
}

Result<pipeline::RunReport> load(const RunFlags& flags, const builtin::PipelineFile& file, const Session& session,
                                 const CancelToken& cancel) {
  DECANT_TRY(auto setup, set_up_run(flags, file, session));
  // The folder that a profile of a workspace has for its files is not there before its first run.
  DECANT_TRY(decant::create_directories(session.providers.folders().local));
  DECANT_TRY(const auto destination, open_destination(setup.target, setup.options.memory));
  DECANT_TRY(const auto mode, progress_mode(flags, session, setup.target.pipeline));
  auto progress = progress_output(mode);
  setup.options.progress = &progress;
  DECANT_TRY(auto report, pipeline::run(*setup.source, *destination, setup.options, cancel));
  DECANT_TRY(builtin::remember_destination(setup.target.folder.path(), *setup.target.destination));
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
