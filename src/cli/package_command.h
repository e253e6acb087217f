#pragma once

#include <string>

#include "core/result.h"

namespace decant::cli {

/// Flags of `decant package`; empty: not given.
struct PackageFlags {
  std::string pipeline;
  std::string load_id;
  std::string pipelines_dir;
  bool records = false;
  bool json = false;
};

/// `decant package`: prints what a package holds, or its records. Returns the exit code.
Result<int> package_command(const PackageFlags& flags);

}  // namespace decant::cli
