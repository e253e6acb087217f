#pragma once

#include <chrono>

#include "core/cancel.h"
#include "core/time.h"

namespace decant {

/// The passage of time as the program sees it. Tests put a clock here that moves when it is slept on.
class Clock {
 public:
  virtual ~Clock() = default;

  /// Now, as an instant.
  [[nodiscard]] virtual Micros now() const = 0;

  /// Waits for `duration`, or until `cancel` is set (looked at every 50 ms). Returns false if cancelled.
  virtual bool sleep_for(std::chrono::milliseconds duration, const CancelToken& cancel) = 0;
};

/// The clock of this process: the system's; or, when the environment variable DECANT_TEST_CLOCK is `skip`, one that
/// jumps ahead instead of sleeping, so that a test of a pause of 300 s takes no 300 s. That one appends each pause, as
/// seconds on a line of their own, to the file that DECANT_TEST_CLOCK_LOG names. `skip+7200` begins two hours ahead.
Clock& process_clock();

}  // namespace decant
