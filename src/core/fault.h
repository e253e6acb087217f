#pragma once

#include "core/result.h"

/// Names a durable step, so that a test can make it fail, wait or kill the process there. Test builds only; in others
/// it is nothing. The environment variable DECANT_FAULT holds `name:action[:nth]` entries, comma-separated; action is
/// `fail`, `kill` (SIGKILL) or a delay in milliseconds; nth counts from 1 (default 1), 0 means every time.
/// DECANT_FAULT_LOG names a file to which the name of each point that is reached is appended. Stands only in functions
/// that return a Result.
#ifdef DECANT_FAULT_POINTS
namespace decant {
Result<void> hit_fault_point(const char* name);
}  // namespace decant
#define DECANT_FAULT_POINT(name) DECANT_TRY(::decant::hit_fault_point(name))
#else
#define DECANT_FAULT_POINT(name) static_cast<void>(0)
#endif
