#include "cli/command_line.h"

namespace decant::cli {

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

void add_commands(CLI::App& app, Chosen& chosen) {
  add_run_commands(app, chosen);
  add_pipeline_commands(app, chosen);
  add_setting_commands(app, chosen);
}

}  // namespace decant::cli
