#pragma once

#include <string>

#include "core/result.h"

namespace decant::cli {

/// Flags of `decant doctor`.
struct DoctorFlags {
  std::string config;  ///< empty: the one pipeline file of the current folder
  bool json = false;
};

/// `decant doctor [CONFIG]`: reads the settings and the pipeline file, checks that the destination can be opened and
/// written to, and asks each resource for its first page; stores nothing. Returns 1 if a check failed, else 0.
Result<int> doctor_command(const DoctorFlags& flags);

}  // namespace decant::cli
