#pragma once

#include <string>

#include "core/result.h"

namespace decant::cli {

/// Flags of `decant init`.
struct InitFlags {
  std::string source;
  std::string destination;
  std::string folder = ".";
  bool json = false;
};

/// `decant init SOURCE DESTINATION [DIR]`: writes a project, and says what is to be done next. Files that are there
/// stay as they are; a pipeline file that is there is an error, before anything is written. Returns the exit code.
Result<int> init_command(const InitFlags& flags);

}  // namespace decant::cli
