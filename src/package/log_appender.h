#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "core/file.h"
#include "core/result.h"
#include "package/entry.h"
#include "package/log_file.h"

namespace decant::package {

/// When written bytes are synced.
struct SyncRule {
  std::uint64_t bytes = 0;                ///< so many wait
  std::chrono::milliseconds interval{0};  ///< the last sync is so long ago
};

/// Appends entries to `pages.log`. Thread-safe. A failed write or sync is final: what the file then holds is not known,
/// so nothing more is written and every call gives that error.
class LogAppender {
 public:
  /// Makes an empty log.
  static Result<std::unique_ptr<LogAppender>> create(const std::filesystem::path& path, SyncRule rule);

  /// Cuts the log at `end` and goes on from there.
  static Result<std::unique_ptr<LogAppender>> resume(const std::filesystem::path& path, const LogEnd& end,
                                                     SyncRule rule);

  /// Writes an entry if `admit`, called with its offset while nobody else writes, agrees.
  Result<void> append(const Entry& entry, const std::function<Result<void>(std::uint64_t offset)>& admit);

  /// Waits until everything that was appended is on the disk.
  Result<void> sync();

  /// Ends appending and syncs. May be repeated.
  Result<LogEnd> finish();

  [[nodiscard]] LogEnd end() const;

 private:
  LogAppender(File file, LogEnd end, SyncRule rule, std::uint64_t durable)
      : file_(std::move(file)),
        rule_(rule),
        end_(end),
        durable_(durable),
        last_sync_(std::chrono::steady_clock::now()) {}

  Result<void> write(const Entry& entry);
  /// Syncs without the lock, so that others can go on writing.
  Result<void> sync(std::unique_lock<std::mutex>& lock);
  Result<void> sync_file();
  std::unexpected<Error> give_up(Error error);

  File file_;
  const SyncRule rule_;
  mutable std::mutex mutex_;
  std::condition_variable synced_;
  LogEnd end_;
  std::uint64_t durable_;
  std::chrono::steady_clock::time_point last_sync_;
  bool syncing_ = false;
  bool finished_ = false;
  std::optional<Error> failure_;
};

}  // namespace decant::package
