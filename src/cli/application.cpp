#include "cli/application.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <string_view>

#include "cli/command_line.h"
#include "cli/error_output.h"
#include "cli/exit_code.h"
#include "cli/output.h"

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
  add_commands(app, chosen);
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
