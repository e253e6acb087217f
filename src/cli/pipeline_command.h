#pragma once

#include <string>
#include <vector>

#include "core/result.h"

namespace decant::cli {

/// Flags of `decant pipeline`; empty: not given.
struct PipelineFlags {
  std::string pipeline;
  std::string action;
  std::vector<std::string> resources;    ///< of drop
  std::vector<std::string> state_paths;  ///< likewise
  std::string schema;                    ///< likewise
  bool drop_all = false;
  bool state_only = false;
  std::string destination;
  std::string dataset;
  std::string pipelines_dir;
  bool yes = false;
  bool verbose = false;
  bool json = false;
};

/// `decant pipeline NAME ACTION`. Returns the exit code.
Result<int> pipeline_command(const PipelineFlags& flags);

}  // namespace decant::cli
