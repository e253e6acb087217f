#include "builtin/pipeline_file.h"
#include "cli/command_line.h"

namespace decant::cli {

namespace {

constexpr const char* kInitExamples =
    "Sources: centra, rest_api, filesystem. Destinations: duckdb, postgres, filesystem.\n"
    "\n"
    "Examples:\n"
    "  decant init centra duckdb shop\n"
    "  decant init rest_api filesystem\n";

constexpr const char* kRunExamples =
    "Examples:\n"
    "  decant run centra.yaml\n"
    "  decant run centra.yaml --resources orders,products --progress log\n"
    "  decant run centra.yaml --destination duckdb:///test.duckdb --dataset trial\n"
    "  decant run --replay 1749667187.541553 --pipeline centra_pipeline --destination duckdb:///copy.duckdb\n";

constexpr const char* kPlanExamples =
    "Asks each resource for one page, or none with --from; writes nothing.\n"
    "\n"
    "Examples:\n"
    "  decant plan centra.yaml\n"
    "  decant plan centra.yaml --refresh drop_resources --exit-code\n"
    "  decant plan --from 1749667187.541553 --pipeline centra_pipeline --json\n";

void add_init(CLI::App& app, Chosen& chosen) {
  CLI::App& command = *add_command(app, "init", "Begin a project: pipeline file, settings, .gitignore", kInitExamples);
  InitFlags& flags = chosen.init;
  command.add_option("SOURCE", flags.source, "Where the data comes from")->required();
  command.add_option("DESTINATION", flags.destination, "Where it goes to")->required();
  command.add_option("DIR", flags.folder, "The project's folder; default: this one");
  command.add_flag("--json", flags.json, "Print what was written, or the error, as JSON");
  command.callback([&chosen] {
    chosen.json = chosen.init.json;
    chosen.command = [&chosen] { return init_command(chosen.init); };
  });
}

/// What `run` and `plan` are told alike.
void add_run_flags(CLI::App& command, RunFlags& flags) {
  command.add_option("CONFIG", flags.config, "Pipeline file: .yaml, .toml or .json");
  command.add_option("--pipeline", flags.pipeline, "Name of the pipeline")->type_name("NAME");
  add_place(command, flags.destination, flags.dataset);
  add_pipelines_dir(command, flags.pipelines_dir);
  command.add_option("--resources", flags.resources, "Only these resources")->delimiter(',')->type_name("A,B");
  command.add_option("--memory", flags.memory, "Memory for decant's own buffers, such as 256MB")->type_name("BYTES");
  command.add_option("--concurrency", flags.concurrency, "Resources fetched at once")
      ->check(CLI::Range(1, builtin::kMaxConcurrency))
      ->type_name("N");
  command.add_option("--keep-packages", flags.keep_packages, "Runs whose recorded packages are kept")
      ->check(CLI::Range(0, builtin::kMaxKeptPackages))
      ->type_name("N");
  command
      .add_option("--resume-within", flags.resume_within, "Age up to which an interrupted extract goes on; default 1h")
      ->type_name("TIME");
  command
      .add_option("--package-size", flags.package_size,
                  "Publish a long extract in parts of this size or time: 256MB, 60s")
      ->type_name("SIZE");
  command
      .add_option("--refresh", flags.refresh, "Empty first what the run loads: drop_sources, drop_resources, drop_data")
      ->check(CLI::IsMember({"drop_sources", "drop_resources", "drop_data"}))
      ->type_name("MODE");
  command.add_flag("--dev-mode", flags.dev_mode, "Load everything into a new dataset, NAME_<date and time>");
  command.add_option("--progress", flags.progress, "auto, bar, log, json or none")
      ->check(CLI::IsMember({"auto", "bar", "log", "json", "none"}))
      ->type_name("MODE")
      ->capture_default_str();
  command.add_flag("--json", flags.json, "Print the report, or the error, as JSON");
}

void add_run(CLI::App& app, Chosen& chosen) {
  CLI::App& command = *add_command(app, "run", "Load what a pipeline file describes", kRunExamples);
  add_run_flags(command, chosen.run);
  command
      .add_option("--replay", chosen.run.replay,
                  "Load a recorded package (folder or load id) instead of asking the API")
      ->type_name("PACKAGE");
  command.callback([&chosen] {
    chosen.json = chosen.run.json;
    chosen.command = [&chosen] { return run_command(chosen.run); };
  });
}

void add_plan(CLI::App& app, Chosen& chosen) {
  CLI::App& command = *add_command(app, "plan", "Say what a run would do, and do nothing", kPlanExamples);
  add_run_flags(command, chosen.plan.run);
  command
      .add_option("--from", chosen.plan.run.replay,
                  "Look at a recorded package (folder or load id) instead of asking the API")
      ->type_name("PACKAGE");
  command.add_flag("--exit-code", chosen.plan.exit_code, "End with 10 if the schema would change, 3 if it may not");
  command.callback([&chosen] {
    chosen.json = chosen.plan.run.json;
    chosen.command = [&chosen] { return plan_command(chosen.plan); };
  });
}

}  // namespace

void add_run_commands(CLI::App& app, Chosen& chosen) {
  add_init(app, chosen);
  add_run(app, chosen);
  add_plan(app, chosen);
}

}  // namespace decant::cli
