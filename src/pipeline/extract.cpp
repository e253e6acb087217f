#include "pipeline/extract.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "pipeline/page_recorder.h"

namespace decant::pipeline {

namespace {

/// How often the watching thread looks at the caller's token.
constexpr std::chrono::milliseconds kWatchInterval{50};

/// The threads of one extract and what they share.
class Extraction {
 public:
  Extraction(ExtractPlan plan, const CancelToken& cancel)
      : plan_(std::move(plan)),
        cancel_(cancel),
        queue_(plan_.queue_bytes),
        recorder_({.writer = plan_.writer,
                   .recorded = plan_.recorded,
                   .normalizer = plan_.normalizer->get(),
                   .queue = &queue_,
                   .monitor = plan_.monitor,
                   .states = plan_.states,
                   .slicing = plan_.slicing,
                   .on_bytes = [this] { announce_load(); }}) {}

  Result<void> run() {
    const std::size_t resources = plan_.source->resources().size();
    const std::size_t count = std::min(static_cast<std::size_t>(std::max(plan_.concurrency, 1)), resources);
    running_ = count + 1;
    // A package that may be cut off is settled before, on the thread that would cut it.
    if (plan_.slicing != nullptr) DECANT_TRY((*plan_.writer)->settle());
    std::thread normalizing([this] { normalize(); });
    std::vector<std::thread> fetching;
    fetching.reserve(count);
    for (std::size_t i = 0; i < count; ++i) fetching.emplace_back([this] { fetch(); });
    if (plan_.slicing == nullptr) settle();
    watch(1);
    for (auto& thread : fetching) thread.join();
    queue_.close();
    sync_log();
    watch(0);
    normalizing.join();
    *plan_.most_queued = queue_.most();
    if (ended_slice_) publish(std::move(*ended_slice_));
    plan_.monitor->flush();
    if (error_) return fail(std::move(*error_));
    return {};
  }

 private:
  /// Keeps the first error, and stops everyone.
  void stop(Error error) {
    {
      const std::lock_guard lock(mutex_);
      if (!error_) error_ = std::move(error);
    }
    stopped_.cancel();
    queue_.stop();
  }

  void done() {
    const std::lock_guard lock(mutex_);
    --running_;
    ended_.notify_all();
  }

  /// Fetches one resource after the other until none is left.
  void fetch() {
    const auto& resources = plan_.source->resources();
    for (std::size_t i = next_++; i < resources.size() && !stopped_.cancelled(); i = next_++) {
      auto& phase = plan_.monitor->counters(i).phase;
      phase.store(ResourcePhase::extracting, std::memory_order_relaxed);
      auto extracted = plan_.source->extract(resources[i].name, recorder_, stopped_);
      if (!extracted) {
        Error error = std::move(extracted).error();
        if (error.context.empty()) error.within("extracting " + resources[i].name);
        stop(std::move(error));
        break;
      }
      phase.store(ResourcePhase::extracted, std::memory_order_relaxed);
    }
    done();
  }

  void normalize() {
    if (auto normalized = normalize_pages(); !normalized) stop(std::move(normalized).error());
    done();
  }

  Result<void> normalize_pages() {
    const auto after_page = [this](std::uint64_t records) -> Result<void> {
      plan_.monitor->count_normalized(records);
      if (stopped_.cancelled()) return fail(ErrorKind::cancelled, "the run was stopped");
      return {};
    };
    if (plan_.recorded != nullptr) DECANT_TRY(normalizer().add_recorded(*plan_.recorded, after_page));
    while (const auto page = queue_.pop()) {
      if (page->cut) {
        DECANT_TRY(end_slice(*page->cut));
        continue;
      }
      if (!page->records.empty()) announce_load();
      DECANT_TRY(normalizer().add(page->resource, {.sequence = page->sequence,
                                                   .page = page->page,
                                                   .document = page->document.get(),
                                                   .text = page->text,
                                                   .records = page->records,
                                                   .constants = &page->constants}));
      DECANT_TRY(after_page(page->records.size()));
    }
    return {};
  }

  void announce_load() {
    if (is_load_sure_) return;
    const std::lock_guard lock(mutex_);
    is_load_sure_ = true;
    ended_.notify_all();
  }

  [[nodiscard]] PackageNormalizer& normalizer() { return **plan_.normalizer; }

  /// Ends the normalizing of a package that was cut off, hands it on and begins that of the next.
  Result<void> end_slice(const Slicing::Cut& cut) {
    DECANT_TRY(normalizer().finish());
    DECANT_TRY(normalizer().finish_schema(cut.describes_state));
    DECANT_TRY(auto next, plan_.slicing->begin(normalizer().schema(), cut));
    Slicing::Ended ended{.cut = cut, .normalizer = std::exchange(*plan_.normalizer, std::move(next))};
    const std::lock_guard lock(mutex_);
    ended_slice_ = std::move(ended);
    ended_.notify_all();
    return {};
  }

  void publish(Slicing::Ended slice) {
    if (stopped_.cancelled()) return;
    if (auto published = plan_.slicing->publish(std::move(slice)); !published) stop(std::move(published).error());
  }

  /// Beside the first request.
  void settle() {
    if (auto settled = (*plan_.writer)->settle(); !settled) stop(std::move(settled).error());
  }

  /// Beside the normalizing of the last pages.
  void sync_log() {
    if (stopped_.cancelled()) return;
    if (auto synced = (*plan_.writer)->sync(); !synced) stop(std::move(synced).error());
  }

  [[nodiscard]] bool is_to_prepare() const { return is_load_sure_ && !is_prepared_; }

  /// Beside the threads that wait for the network.
  void prepare() {
    plan_.destination->prepare();
    is_prepared_ = true;
  }

  /// Reports progress, publishes what was cut off and looks for a cancellation until at most `left` threads run.
  void watch(std::size_t left) {
    std::unique_lock lock(mutex_);
    while (running_ > left) {
      if (!ended_slice_ && !is_to_prepare()) ended_.wait_for(lock, kWatchInterval);
      auto slice = std::exchange(ended_slice_, std::nullopt);
      const bool prepares = is_to_prepare();
      lock.unlock();
      if (prepares) prepare();
      plan_.monitor->tick();
      if (cancel_.cancelled() && !stopped_.cancelled())
        stop(Error{.kind = ErrorKind::cancelled,
                   .message = "interrupted",
                   .hint = "run it again: the extract goes on where it stopped",
                   .details = {},
                   .context = {}});
      if (slice) publish(std::move(*slice));
      lock.lock();
    }
  }

  ExtractPlan plan_;
  const CancelToken& cancel_;
  CancelToken stopped_;
  PageQueue queue_;
  PageRecorder recorder_;
  std::atomic<std::size_t> next_{0};

  std::mutex mutex_;
  std::condition_variable ended_;
  std::size_t running_ = 0;
  std::optional<Error> error_;
  std::optional<Slicing::Ended> ended_slice_;
  std::atomic<bool> is_load_sure_{false};
  bool is_prepared_ = false;  ///< the watching thread's
};

}  // namespace

Result<void> extract_pages(ExtractPlan plan, const CancelToken& cancel) {
  if (cancel.cancelled()) return fail(ErrorKind::cancelled, "interrupted");
  return Extraction(std::move(plan), cancel).run();
}

}  // namespace decant::pipeline
