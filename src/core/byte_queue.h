#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace decant {

/// Hands items from producing to consuming threads, bounded by the bytes that wait in it. An item larger than the bound
/// is taken when the queue is empty, so nothing can block for ever.
template <typename T>
class ByteQueue {
 public:
  explicit ByteQueue(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  /// Waits for room. Returns false, and drops the item, if the queue was closed or stopped.
  bool push(T item, std::size_t bytes) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return closed_ || has_room(bytes); });
    if (closed_) return false;
    put(std::move(item), bytes);
    return true;
  }

  /// Takes the item if there is room for it now.
  bool try_push(T& item, std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    if (closed_ || !has_room(bytes)) return false;
    put(std::move(item), bytes);
    return true;
  }

  /// Waits for an item; nothing once the queue is closed and empty, or stopped.
  std::optional<T> pop() {
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [&] { return closed_ || !items_.empty(); });
    if (items_.empty()) return std::nullopt;
    auto [item, bytes] = std::move(items_.front());
    items_.pop_front();
    bytes_ -= bytes;
    room_.notify_all();
    return std::move(item);
  }

  /// The most bytes that waited at a time.
  [[nodiscard]] std::size_t most() {
    const std::lock_guard lock(mutex_);
    return most_;
  }

  /// No more items come; what waits is still handed out.
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    ready_.notify_all();
    room_.notify_all();
  }

  /// No more items come or go: both sides wake up and end.
  void stop() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    items_.clear();
    bytes_ = 0;
    ready_.notify_all();
    room_.notify_all();
  }

 private:
  [[nodiscard]] bool has_room(std::size_t bytes) const { return items_.empty() || bytes_ + bytes <= max_bytes_; }
  void put(T item, std::size_t bytes) {
    bytes_ += bytes;
    most_ = std::max(most_, bytes_);
    items_.emplace_back(std::move(item), bytes);
    ready_.notify_one();
  }

  const std::size_t max_bytes_;
  std::mutex mutex_;
  std::condition_variable room_;
  std::condition_variable ready_;
  std::deque<std::pair<T, std::size_t>> items_;
  std::size_t bytes_ = 0;
  std::size_t most_ = 0;
  bool closed_ = false;
};

}  // namespace decant
