#include "cli/sql_command.h"

#include <cstdio>

#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/row_output.h"
#include "cli/session.h"
#include "cli/terminal.h"

namespace decant::cli {

namespace {

RowFormat format_of(const std::string& name) {
  if (name == "json") return RowFormat::json;
  if (name == "jsonl") return RowFormat::jsonl;
  if (name == "csv") return RowFormat::csv;
  if (name == "markdown") return RowFormat::markdown;
  return RowFormat::table;
}

}  // namespace

Result<int> sql_command(const SqlFlags& flags) {
  DECANT_TRY(const auto session, open_session(flags.pipelines_dir));
  DECANT_TRY(const auto target,
             target_of(session, flags.pipeline_or_config,
                       {.pipeline = {}, .destination = flags.destination, .dataset = flags.dataset}));
  DECANT_TRY(const auto destination, open_destination(target, builtin::kEngineMemory));
  DECANT_TRY(const auto rows, destination->query(flags.statement));
  DECANT_TRY(write_rows(*rows, format_of(flags.format), terminal_of(stdout).columns,
                        [](std::string_view text) { return put(stdout, text); }));
  return kOk;
}

}  // namespace decant::cli
