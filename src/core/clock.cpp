#include "core/clock.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>

#include "core/file.h"

namespace decant {

namespace {

Micros system_now() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Micros now() const override { return system_now(); }

  bool sleep_for(std::chrono::milliseconds duration, const CancelToken& cancel) override {
    const auto end = std::chrono::steady_clock::now() + duration;
    while (!cancel.cancelled()) {
      const auto left = end - std::chrono::steady_clock::now();
      if (left <= std::chrono::nanoseconds::zero()) return true;
      std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(left, std::chrono::milliseconds(50)));
    }
    return false;
  }
};

// One line a pause, in seconds. A log that cannot be written lacks the line that its test looks for.
void log_pause(std::chrono::milliseconds duration) {
  static const char* const path = std::getenv("DECANT_TEST_CLOCK_LOG");
  if (path == nullptr) return;
  auto log = File::open_append(path);
  if (log) static_cast<void>(log->write(std::to_string(static_cast<double>(duration.count()) / 1000.0) + "\n"));
}

class SkippingClock final : public Clock {
 public:
  explicit SkippingClock(Micros ahead) : skipped_(ahead) {}

  [[nodiscard]] Micros now() const override { return system_now() + skipped_.load(); }

  bool sleep_for(std::chrono::milliseconds duration, const CancelToken& cancel) override {
    log_pause(duration);
    skipped_ += std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
    return !cancel.cancelled();
  }

 private:
  std::atomic<Micros> skipped_;
};

constexpr std::string_view kSkip = "skip";

/// What stands behind `skip+`, in seconds; 0 if there is nothing.
Micros ahead_of(std::string_view mode) {
  std::int64_t seconds = 0;
  const auto digits = mode.substr(std::min(mode.size(), kSkip.size() + 1));
  std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
  return seconds * kMicrosPerSecond;
}

}  // namespace

Clock& process_clock() {
  static SystemClock system_clock;
  static const char* const given = std::getenv("DECANT_TEST_CLOCK");
  static const std::string_view mode = given == nullptr ? "" : given;
  static SkippingClock skipping_clock(ahead_of(mode));
  if (mode == kSkip || mode.starts_with("skip+")) return skipping_clock;
  return system_clock;
}

}  // namespace decant
