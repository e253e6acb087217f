#pragma once

#include <string>

#include "core/result.h"

namespace decant::cli {

/// Flags of `decant pipeline`; empty: not given.
struct PipelineFlags {
  std::string pipeline;
  std::string action;  ///< info, schema, state, drop, drop-pending-packages
  std::string destination;
  std::string dataset;
  std::string pipelines_dir;
  bool yes = false;
  bool verbose = false;
  bool json = false;
};

/// `decant pipeline NAME info|schema|state|drop|drop-pending-packages`. Returns the exit code.
Result<int> pipeline_command(const PipelineFlags& flags);

}  // namespace decant::cli
