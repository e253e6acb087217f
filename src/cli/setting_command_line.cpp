#include "cli/command_line.h"

namespace decant::cli {

namespace {

constexpr const char* kSchemaExamples =
    "Examples:\n"
    "  decant schema shop.schema.json --format yaml > shop.schema.yaml\n"
    "  decant schema old.schema.json new.schema.yaml\n";

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

}  // namespace

void add_setting_commands(CLI::App& app, Chosen& chosen) {
  add_schema(app, chosen);
  add_config(app, chosen);
  add_doctor(app, chosen);
}

}  // namespace decant::cli
