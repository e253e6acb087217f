#pragma once

#include <atomic>

#include "core/cancel.h"
#include "core/clock.h"

namespace decant::http {

/// Holds back every client of one API until the instant that the server named. Thread-safe.
class PauseGate {
 public:
  /// No request before `instant`; an earlier instant than one already set changes nothing.
  void pause_until(Micros instant) {
    Micros known = until_.load();
    while (known < instant && !until_.compare_exchange_weak(known, instant)) {
    }
  }

  /// Waits until requests may go out. False if cancelled.
  bool wait(Clock& clock, const CancelToken& cancel) const {
    for (Micros left = until_.load() - clock.now(); left > 0; left = until_.load() - clock.now()) {
      if (!clock.sleep_for(std::chrono::milliseconds((left + 999) / 1000), cancel)) return false;
    }
    return !cancel.cancelled();
  }

 private:
  std::atomic<Micros> until_{0};
};

}  // namespace decant::http
