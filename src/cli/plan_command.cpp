#include "cli/exit_code.h"
#include "cli/interruption.h"
#include "cli/output.h"
#include "cli/run_command.h"
#include "cli/run_setup.h"
#include "cli/session.h"
#include "cli/text.h"
#include "core/cancel.h"
#include "pipeline/plan.h"

namespace decant::cli {

namespace {

Result<pipeline::PlanReport> plan_of_package(const RunFlags& flags, const std::optional<builtin::PipelineFile>& file,
                                             const Session& session, const CancelToken& cancel) {
  DECANT_TRY(const auto setup, set_up_package("--from", flags, file, session));
  DECANT_TRY(const auto destination, open_destination(setup.target, setup.options.memory));
  return pipeline::plan_from(setup.folder, *destination, setup.options, cancel);
}

Result<pipeline::PlanReport> plan_of_run(const RunFlags& flags, const builtin::PipelineFile& file,
                                         const Session& session, const CancelToken& cancel) {
  DECANT_TRY(const auto setup, set_up_run(flags, file, session));
  DECANT_TRY(const auto destination, open_destination(setup.target, setup.options.memory));
  return pipeline::plan(*setup.source, *destination, setup.options, cancel);
}

Result<pipeline::PlanReport> make_plan(const RunFlags& flags) {
  DECANT_TRY(const auto session, open_session(flags.pipelines_dir));
  std::optional<builtin::PipelineFile> file;
  if (!flags.config.empty()) {
    DECANT_TRY(file, builtin::load_pipeline_file(flags.config, session.providers));
  }
  CancelToken cancel;
  const Interruption interruption(cancel);
  if (!flags.replay.empty()) return plan_of_package(flags, file, session, cancel);
  if (!file) return fail(ErrorKind::usage, "`decant plan` needs a pipeline file", "decant plan shop.yaml");
  return plan_of_run(flags, *file, session, cancel);
}

}  // namespace

Result<int> plan_command(const PlanFlags& flags) {
  DECANT_TRY(const auto report, make_plan(flags.run));
  if (flags.run.json) {
    DECANT_TRY(put_json(report.to_json()));
  } else {
    DECANT_TRY(put(stdout, printable(report.to_text(), true)));
  }
  if (!flags.exit_code) return kOk;
  if (report.refused) return kContract;
  return report.changes_schema() ? kSchemaChanges : kOk;
}

}  // namespace decant::cli
