#pragma once

#include "core/error.h"

namespace decant::cli {

inline constexpr int kOk = 0;
inline constexpr int kFailed = 1;
inline constexpr int kUsage = 2;
inline constexpr int kContract = 3;        ///< a schema contract forbids the data
inline constexpr int kSuspicious = 4;      ///< loaded, but records may be missing
inline constexpr int kSchemaChanges = 10;  ///< of `plan --exit-code`: a run would change the schema
inline constexpr int kInterrupted = 130;

/// The exit code that an error ends the program with.
int exit_code_of(ErrorKind kind);

}  // namespace decant::cli
