#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/result.h"

namespace decant::cli {

/// Flags of `decant run`; empty: not given.
struct RunFlags {
  std::string config;
  std::string replay;  ///< folder or load id of a recorded package
  std::string pipeline;
  std::string destination;
  std::string dataset;
  std::string pipelines_dir;
  std::vector<std::string> resources;
  std::string memory;
  std::optional<int> concurrency;
  std::optional<int> keep_packages;
  std::string resume_within;
  std::string package_size;
  std::string refresh;
  bool dev_mode = false;
  std::string progress = "auto";
  bool json = false;
};

/// Flags of `decant plan` beside those of `run`.
struct PlanFlags {
  RunFlags run;  ///< of which `replay` is the package that --from names
  bool exit_code = false;
};

/// `decant plan`: prints what a run would do. Returns the exit code.
Result<int> plan_command(const PlanFlags& flags);

/// `decant run`: loads and prints the report. Returns the exit code.
Result<int> run_command(const RunFlags& flags);

}  // namespace decant::cli
