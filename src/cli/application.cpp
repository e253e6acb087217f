#include "cli/application.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <functional>
#include <string>

#include "builtin/pipeline_file.h"
#include "cli/config_command.h"
#include "cli/doctor_command.h"
#include "cli/error_output.h"
#include "cli/exit_code.h"
#include "cli/init_command.h"
#include "cli/output.h"
#include "cli/package_command.h"
#include "cli/pipeline_command.h"
#include "cli/run_command.h"
#include "cli/schema_command.h"
#include "cli/sql_command.h"

namespace decant::cli {

namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  decant init centra duckdb shop\n"
    "  decant run centra.yaml\n"
    "  decant sql centra_pipeline \"SELECT count(*) FROM orders\"\n"
    "\n"
    "Exit codes: 0 ok, 1 failed, 2 usage or configuration, 3 contract violated, 4 loaded but suspicious, 130 "
    "interrupted.\n";

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

constexpr const char* kSqlExamples =
    "Examples:\n"
    "  decant sql centra_pipeline \"SELECT count(*) FROM orders\"\n"
    "  decant sql centra.yaml \"SELECT * FROM products\" --format csv > products.csv\n";

constexpr const char* kPackageExamples =
    "Examples:\n"
    "  decant package centra_pipeline\n"
    "  decant package centra_pipeline 1749667187.541553 --records | head -n 1\n";

constexpr const char* kPipelineExamples =
    "Examples:\n"
    "  decant pipeline centra_pipeline info\n"
    "  decant pipeline centra_pipeline schema > schema.json\n"
    "  decant pipeline centra_pipeline schema -v\n"
    "  decant pipeline centra_pipeline state --json > state.json\n"
    "  decant pipeline centra_pipeline drop-pending-packages\n"
    "  decant pipeline centra_pipeline drop orders \"re:price.*\"\n"
    "  decant pipeline centra_pipeline drop --drop-all\n"
    "  decant pipeline centra_pipeline drop --state-paths resources.orders.incremental\n"
    "  decant pipeline centra_pipeline sync\n"
    "  decant pipeline centra_pipeline remove --yes\n";

constexpr const char* kConfigExamples =
    "Examples:\n"
    "  decant config get sources.centra.centra_source.api_key --explain\n"
    "  decant config get destination.duckdb.credentials --reveal\n"
    "  decant config get runtime.request_timeout --type number --json\n";

constexpr const char* kDoctorExamples =
    "Asks each resource for one record, and stores nothing.\n"
    "\n"
    "Examples:\n"
    "  decant doctor\n"
    "  decant doctor centra.yaml --json\n";

constexpr const char* kSchemaExamples =
    "Examples:\n"
    "  decant schema shop.schema.json --format yaml > shop.schema.yaml\n"
    "  decant schema old.schema.json new.schema.yaml\n";

/// The flags of all commands and the command that was chosen.
struct Chosen {
  InitFlags init;
  RunFlags run;
  PlanFlags plan;
  SqlFlags sql;
  PackageFlags package;
  PipelineFlags pipeline;
  SchemaFlags schema;
  ConfigFlags config;
  DoctorFlags doctor;
  bool sql_json = false;
  bool json = false;
  std::function<Result<int>()> command;
};

CLI::App* add_command(CLI::App& app, const char* name, const char* what, const char* examples) {
  CLI::App* command = app.add_subcommand(name, what);
  command->footer(examples);
  return command;
}

void add_pipelines_dir(CLI::App& command, std::string& target) {
  command.add_option("--pipelines-dir", target, "Folder of the working folders")->type_name("DIR");
}

void add_place(CLI::App& command, std::string& destination, std::string& dataset) {
  command.add_option("--destination", destination, "Name or URL: duckdb, duckdb:///path/x.duckdb")->type_name("DEST");
  command.add_option("--dataset", dataset, "Name of the dataset")->type_name("NAME");
}

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

void add_sql(CLI::App& app, Chosen& chosen) {
  CLI::App& command = *add_command(app, "sql", "Query a loaded dataset, read-only", kSqlExamples);
  SqlFlags& flags = chosen.sql;
  command.add_option("PIPELINE", flags.pipeline_or_config, "Name of a pipeline, or a pipeline file")->required();
  command.add_option("STATEMENT", flags.statement, "One SQL statement")->required();
  command.add_option("--format", flags.format, "table, json, jsonl, csv or markdown")
      ->check(CLI::IsMember({"table", "json", "jsonl", "csv", "markdown"}))
      ->type_name("FORMAT")
      ->capture_default_str();
  add_place(command, flags.destination, flags.dataset);
  add_pipelines_dir(command, flags.pipelines_dir);
  command.add_flag("--json", chosen.sql_json, "The same as --format json; an error is printed as JSON too");
  command.callback([&chosen] {
    chosen.json = chosen.sql_json;
    if (chosen.sql_json) chosen.sql.format = "json";
    chosen.command = [&chosen] { return sql_command(chosen.sql); };
  });
}

void add_package(CLI::App& app, Chosen& chosen) {
  CLI::App& command = *add_command(app, "package", "Show what a recorded package holds", kPackageExamples);
  PackageFlags& flags = chosen.package;
  command.add_option("PIPELINE", flags.pipeline, "Name of a pipeline, or a pipeline file")->required();
  command.add_option("LOAD_ID", flags.load_id, "The package; default: the newest");
  command.add_flag("--records", flags.records, "Print each record as a JSON line: resource, page, record");
  add_pipelines_dir(command, flags.pipelines_dir);
  command.add_flag("--json", flags.json, "Print the summary, or the error, as JSON");
  command.callback([&chosen] {
    chosen.json = chosen.package.json;
    chosen.command = [&chosen] { return package_command(chosen.package); };
  });
}

void add_pipeline(CLI::App& app, Chosen& chosen) {
  CLI::App& command = *add_command(app, "pipeline", "Look at a pipeline, or drop what it loaded", kPipelineExamples);
  PipelineFlags& flags = chosen.pipeline;
  command.add_option("NAME", flags.pipeline, "Name of a pipeline, or a pipeline file")->required();
  command
      .add_option("ACTION", flags.action,
                  "info, schema, state, trace, packages or failed-jobs show something; drop drops tables and state of "
                  "resources, drop-pending-packages packages that are not loaded; sync takes state and schemas of the "
                  "destination; remove removes dataset and working folder")
      ->required()
      ->check(CLI::IsMember({"info", "schema", "state", "trace", "packages", "failed-jobs", "drop",
                             "drop-pending-packages", "sync", "remove"}));
  command.add_option("RESOURCES", flags.resources, "With drop: names, or re: and an expression")->type_name("RES");
  command.add_flag("--drop-all", flags.drop_all, "With drop: all resources of the schema");
  command.add_option("--state-paths", flags.state_paths, "With drop: JSONPaths in the source's state")
      ->type_name("PATH");
  command.add_option("--schema", flags.schema, "With drop: another schema than the default one")->type_name("NAME");
  command.add_flag("--state-only", flags.state_only, "With drop: leave the tables");
  add_place(command, flags.destination, flags.dataset);
  add_pipelines_dir(command, flags.pipelines_dir);
  command.add_flag("--yes", flags.yes, "Drop without asking");
  command.add_flag("-v,--verbose", flags.verbose, "With schema: where each column came from, instead of the document");
  command.add_flag("--json", flags.json, "Print the answer, or the error, as JSON");
  command.callback([&chosen] {
    chosen.json = chosen.pipeline.json;
    chosen.command = [&chosen] { return pipeline_command(chosen.pipeline); };
  });
}

void add_schema(CLI::App& app, Chosen& chosen) {
  CLI::App& command = *add_command(app, "schema", "Convert a schema document, or say how two differ", kSchemaExamples);
  SchemaFlags& flags = chosen.schema;
  command.add_option("FILE", flags.file, "Schema document of dlt or decant: .json, .yaml")->required();
  command.add_option("OTHER", flags.other, "A later one: print what is new, changed and gone in it");
  command.add_option("--format", flags.format, "json or yaml; default: that of the file")
      ->check(CLI::IsMember({"json", "yaml"}))
      ->type_name("FORMAT");
  command.add_flag("--json", flags.json, "Print the answer, or the error, as JSON");
  command.callback([&chosen] {
    chosen.json = chosen.schema.json;
    chosen.command = [&chosen] { return schema_command(chosen.schema); };
  });
}

void add_config(CLI::App& app, Chosen& chosen) {
  CLI::App& group = *app.add_subcommand("config", "Look at the settings");
  group.require_subcommand(1);
  CLI::App& command = *add_command(group, "get", "Print a setting, as dlt's lookup finds it", kConfigExamples);
  ConfigFlags& flags = chosen.config;
  command.add_option("KEY", flags.key, "Dotted path with its sections")->required();
  command.add_flag("--explain", flags.explain, "Show every place looked at, in order, and what shadowed what");
  command.add_option("--pipeline", flags.pipeline, "Pipeline whose own settings count first")->type_name("NAME");
  command.add_option("--type", flags.type, "What it must be: text, integer, number, boolean, list or mapping")
      ->check(CLI::IsMember({"text", "integer", "number", "boolean", "list", "mapping"}))
      ->type_name("TYPE");
  command.add_flag("--secret", flags.secret, "Look for it as a secret, whatever its name");
  command.add_flag("--reveal", flags.reveal, "Show it even if it is a secret");
  command.add_flag("--json", flags.json, "Print the answer, or the error, as JSON");
  command.callback([&chosen] {
    chosen.json = chosen.config.json;
    chosen.command = [&chosen] { return config_get_command(chosen.config); };
  });
}

void add_doctor(CLI::App& app, Chosen& chosen) {
  CLI::App& command = *add_command(app, "doctor", "Check settings, destination and every endpoint", kDoctorExamples);
  DoctorFlags& flags = chosen.doctor;
  command.add_option("CONFIG", flags.config, "Pipeline file; default: the only one in this folder");
  command.add_flag("--json", flags.json, "Print the checks, or the error, as JSON");
  command.callback([&chosen] {
    chosen.json = chosen.doctor.json;
    chosen.command = [&chosen] { return doctor_command(chosen.doctor); };
  });
}

int report(const Error& error, bool as_json) {
  if (as_json) {
    [[maybe_unused]] const auto written = put_json(error_json(error));
  } else {
    std::fputs(error_text(error).c_str(), stderr);
  }
  return exit_code_of(error.kind);
}

// Wrong flags are errors like others, so that they look the same and obey --json.
int report(const CLI::ParseError& error, const CLI::App& app, int argc, char** argv) {
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) return app.exit(error);
  bool as_json = false;
  for (int i = 1; i < argc; ++i) as_json = as_json || std::string_view(argv[i]) == "--json";
  return report(Error{.kind = ErrorKind::usage,
                      .message = error.what(),
                      .hint = "`decant --help` and `decant COMMAND --help` show what there is.",
                      .details = {},
                      .context = {}},
                as_json);
}

int run_chosen(const Chosen& chosen) {
  const auto code = chosen.command();
  if (!code) return report(code.error(), chosen.json);
  if (std::fflush(stdout) != 0) {
    return report(fail(ErrorKind::io, "cannot write to standard output").error(), false);
  }
  return *code;
}

}  // namespace

int run_application(int argc, char** argv) {
  CLI::App app("Loads the data of APIs into databases, in one commit, and can load it again from what it recorded.",
               "decant");
  Chosen chosen;
  app.footer(kExamples);
  app.set_version_flag("--version", "decant " DECANT_VERSION);
  app.require_subcommand(1);
  add_init(app, chosen);
  add_run(app, chosen);
  add_plan(app, chosen);
  add_sql(app, chosen);
  add_package(app, chosen);
  add_pipeline(app, chosen);
  add_schema(app, chosen);
  add_config(app, chosen);
  add_doctor(app, chosen);
  try {
    app.parse(argc, argv);
    return run_chosen(chosen);
  } catch (const CLI::ParseError& error) {
    return report(error, app, argc, argv);
  } catch (const std::exception& error) {
    return report(Error{.kind = ErrorKind::internal, .message = error.what(), .hint = {}, .details = {}, .context = {}},
                  chosen.json);
  }
}

}  // namespace decant::cli
