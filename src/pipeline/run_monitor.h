#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/progress.h"

namespace decant::pipeline {

/// Counts and notes of a run as they come in from all threads, and their way to the listener. Members that may be
/// called from any thread say so.
class RunMonitor {
 public:
  struct Counters {
    std::atomic<ResourcePhase> phase{ResourcePhase::waiting};
    std::atomic<std::uint64_t> pages{0};
    std::atomic<std::uint64_t> records{0};
    std::atomic<std::uint64_t> bytes{0};
    std::atomic<std::uint64_t> retries{0};
  };

  /// `listener` may be null.
  RunMonitor(std::vector<std::string> resources, ProgressListener* listener);

  /// Any thread. `resource`: position in the list given to the constructor.
  [[nodiscard]] Counters& counters(std::size_t resource) { return counters_[resource]; }
  /// Any thread.
  void count_normalized(std::uint64_t records) { normalized_.fetch_add(records, std::memory_order_relaxed); }
  /// Any thread. A note that was there before is dropped; secrets are hidden.
  void note(std::string_view resource, std::string_view message) { add({std::string(resource), std::string(message)}); }
  /// Any thread. Likewise, of something that may mean missing records.
  void doubt(std::string_view resource, std::string_view message) {
    add({std::string(resource), std::string(message), true});
  }

  void begin(Step step, std::string_view load_id);
  void count_loaded(std::uint64_t rows) { loaded_rows_ += rows; }

  /// Tells the listener new notes, and the counts if the last time was 100 ms ago.
  void tick();
  /// Tells the listener everything.
  void flush();

  [[nodiscard]] Progress snapshot() const;
  [[nodiscard]] std::vector<Note> notes() const;

 private:
  void add(Note note);
  void tell_notes();

  std::vector<std::string> resources_;
  std::vector<Counters> counters_;
  ProgressListener* listener_;
  Step step_ = Step::extract;
  std::string load_id_;
  std::atomic<std::uint64_t> normalized_{0};
  std::uint64_t loaded_rows_ = 0;
  std::chrono::steady_clock::time_point last_told_{};

  mutable std::mutex mutex_;
  std::vector<Note> notes_;
  std::size_t told_notes_ = 0;
};

}  // namespace decant::pipeline
