#include "builtin/schema_settings.h"
#include "cli/exit_code.h"
#include "cli/interruption.h"
#include "cli/output.h"
#include "cli/run_command.h"
#include "cli/run_setup.h"
#include "cli/session.h"
#include "cli/text.h"
#include "core/cancel.h"
#include "package/manifest.h"
#include "pipeline/plan.h"
#include "schema/schema.h"

namespace decant::cli {

namespace {

Result<pipeline::PlanReport> plan_of_package(const RunFlags& flags, const std::optional<builtin::PipelineFile>& file,
                                             const Session& session, const CancelToken& cancel) {
  Choice choice{.pipeline = flags.pipeline, .destination = flags.destination, .dataset = flags.dataset};
  if (choice.pipeline.empty() && file) choice.pipeline = file->pipeline.name;
  DECANT_TRY(const auto folder, package_folder("--from", flags.replay, session, choice.pipeline));
  if (choice.pipeline.empty()) {
    DECANT_TRY(const auto manifest, package::read_manifest(folder));
    choice.pipeline = manifest.pipeline;
  }
  DECANT_TRY(const auto target, target_of_run(session, file, choice));
  DECANT_TRY(const auto options, options_of(flags, file, session, target));
  DECANT_TRY(const auto destination, open_destination(target, options.memory));
  return pipeline::plan_from(folder, *destination, options, cancel);
}

Result<pipeline::PlanReport> plan_of_run(const RunFlags& flags, const builtin::PipelineFile& file,
                                         const Session& session, const CancelToken& cancel) {
  const Choice choice{.pipeline = flags.pipeline, .destination = flags.destination, .dataset = flags.dataset};
  DECANT_TRY(auto target, target_of_run(session, file, choice));
  DECANT_TRY(const bool is_dev, enter_dev_mode(flags, file, session, target));
  DECANT_TRY(auto options, options_of(flags, file, session, target));
  options.dev_mode = is_dev;
  DECANT_TRY(const auto source, source_of(flags, file, session, target.pipeline));
  DECANT_TRY(builtin::read_schema_settings(session.providers, target.pipeline, schema::schema_name_from(source->name()),
                                           options.schema));
  DECANT_TRY(const auto destination, open_destination(target, options.memory));
  return pipeline::plan(*source, *destination, options, cancel);
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
