#pragma once

#include "core/time.h"

namespace decant::http {

// Servers count in windows of round lengths: 1, 2, 5, 10, 15, 20, 30, 60 s. A guess takes the one that fits.

inline constexpr Micros kLongestUsualWindow = 60 * kMicrosPerSecond;

/// The shortest that is longer than `time`; the longest if none is.
Micros usual_window_above(Micros time);

/// The shortest that differs from `time` by less than a second, as a time given in whole seconds does; else `time` in
/// whole seconds, rounded up.
Micros usual_window_near(Micros time);

}  // namespace decant::http
