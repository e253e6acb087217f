#pragma once

#include <atomic>

namespace decant {

/// Set once, read by everyone who waits or loops. Lock-free, so a signal handler may set it.
class CancelToken {
 public:
  CancelToken() = default;
  /// One that is cancelled with `outer` too, which must outlive it.
  explicit CancelToken(const CancelToken* outer) : outer_(outer) {}

  void cancel() noexcept { cancelled_.store(true, std::memory_order_relaxed); }
  [[nodiscard]] bool cancelled() const noexcept {
    return cancelled_.load(std::memory_order_relaxed) || (outer_ != nullptr && outer_->cancelled());
  }

 private:
  std::atomic<bool> cancelled_{false};
  const CancelToken* outer_ = nullptr;
};

}  // namespace decant
