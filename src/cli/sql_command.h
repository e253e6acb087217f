#pragma once

#include <string>

#include "core/result.h"

namespace decant::cli {

/// Flags of `decant sql`; empty: not given.
struct SqlFlags {
  std::string pipeline_or_config;
  std::string statement;
  std::string format = "table";
  std::string destination;
  std::string dataset;
  std::string pipelines_dir;
};

/// `decant sql`: prints the rows of a read-only query. Returns the exit code.
Result<int> sql_command(const SqlFlags& flags);

}  // namespace decant::cli
