#include "http/usual_window.h"

#include <array>
#include <cstdlib>

namespace decant::http {

namespace {

constexpr std::array<int, 8> kSeconds{1, 2, 5, 10, 15, 20, 30, 60};

}  // namespace

Micros usual_window_above(Micros time) {
  for (const int seconds : kSeconds) {
    if (seconds * kMicrosPerSecond > time) return seconds * kMicrosPerSecond;
  }
  return kLongestUsualWindow;
}

Micros usual_window_near(Micros time) {
  for (const int seconds : kSeconds) {
    if (std::abs(seconds * kMicrosPerSecond - time) < kMicrosPerSecond) return seconds * kMicrosPerSecond;
  }
  return (time + kMicrosPerSecond - 1) / kMicrosPerSecond * kMicrosPerSecond;
}

}  // namespace decant::http
