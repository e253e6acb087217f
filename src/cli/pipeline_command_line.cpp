#include "cli/command_line.h"

namespace decant::cli {

namespace {

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

}  // namespace

void add_pipeline_commands(CLI::App& app, Chosen& chosen) {
  add_sql(app, chosen);
  add_package(app, chosen);
  add_pipeline(app, chosen);
}

}  // namespace decant::cli
