#pragma once

#include <atomic>

namespace decant {

/// Set once, read by everyone who waits or loops. Lock-free, so a signal handler may set it.
class CancelToken {
 public:
  void cancel() noexcept { cancelled_.store(true, std::memory_order_relaxed); }
  [[nodiscard]] bool cancelled() const noexcept { return cancelled_.load(std::memory_order_relaxed); }

 private:
  std::atomic<bool> cancelled_{false};
};

}  // namespace decant
