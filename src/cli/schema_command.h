#pragma once

#include <string>

#include "core/result.h"

namespace decant::cli {

/// Flags of `decant schema`; empty: not given.
struct SchemaFlags {
  std::string file;
  std::string other;
  std::string format;
  bool json = false;
};

/// `decant schema FILE` prints a schema document in the present form; `decant schema OLD NEW` says how they differ.
/// Returns the exit code.
Result<int> schema_command(const SchemaFlags& flags);

}  // namespace decant::cli
