#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "cli/config_command.h"
#include "cli/doctor_command.h"
#include "cli/init_command.h"
#include "cli/package_command.h"
#include "cli/pipeline_command.h"
#include "cli/run_command.h"
#include "cli/schema_command.h"
#include "cli/sql_command.h"
#include "core/result.h"

namespace decant::cli {

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

/// Adds the commands with their flags and examples to the application. `chosen` must outlive it.
void add_commands(CLI::App& app, Chosen& chosen);

/// The part of them that begins and runs pipelines: `init`, `run`, `plan`.
void add_run_commands(CLI::App& app, Chosen& chosen);
/// The part that looks at what pipelines left: `sql`, `package`, `pipeline`.
void add_pipeline_commands(CLI::App& app, Chosen& chosen);
/// The part that looks at documents and settings: `schema`, `config`, `doctor`.
void add_setting_commands(CLI::App& app, Chosen& chosen);

/// A command with examples below its help.
CLI::App* add_command(CLI::App& app, const char* name, const char* what, const char* examples);
/// Flags that several commands have.
void add_pipelines_dir(CLI::App& command, std::string& target);
void add_place(CLI::App& command, std::string& destination, std::string& dataset);

}  // namespace decant::cli
