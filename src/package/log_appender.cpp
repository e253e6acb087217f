#include "package/log_appender.h"

#include <array>

#include "core/fault.h"

namespace decant::package {

Result<std::unique_ptr<LogAppender>> LogAppender::create(const std::filesystem::path& path, SyncRule rule) {
  // What stood here belongs to a creation that was cut short.
  DECANT_TRY(decant::remove_all(path));
  return resume(path, LogEnd{}, rule);
}

Result<std::unique_ptr<LogAppender>> LogAppender::resume(const std::filesystem::path& path, const LogEnd& end,
                                                         SyncRule rule) {
  DECANT_TRY(File file, File::open_append(path));
  DECANT_TRY(file.truncate(end.bytes));
  LogEnd begin = end;
  if (begin.bytes == 0) {
    const auto header = file_header();
    DECANT_TRY(file.write({header.data(), header.size()}));
    begin.bytes = header.size();
  } else {
    DECANT_TRY(file.sync());
  }
  return std::unique_ptr<LogAppender>(new LogAppender(std::move(file), begin, rule, end.bytes));
}

std::unexpected<Error> LogAppender::give_up(Error error) {
  failure_ = error;
  return fail(std::move(error));
}

Result<void> LogAppender::write(const Entry& entry) {
  const EntryHeader header{.kind = static_cast<std::uint8_t>(entry.kind),
                           .codec = static_cast<std::uint8_t>(entry.codec),
                           .number = static_cast<std::uint32_t>(end_.entries),
                           .meta_size = static_cast<std::uint32_t>(entry.meta.size()),
                           .payload_size = static_cast<std::uint32_t>(entry.payload.size()),
                           .raw_size = entry.raw_size,
                           .durable = durable_,
                           .content_checksum = entry.checksum};
  const auto bytes = encode(header);
  const std::array<std::string_view, 3> parts{std::string_view(bytes.data(), bytes.size()), entry.meta, entry.payload};
  if (auto written = file_.write(parts); !written) {
    // Part of the entry may be in the file. It would be passed over as a torn end; better not to leave it there.
    static_cast<void>(file_.truncate(end_.bytes));
    return give_up(std::move(written).error());
  }
  end_.hash = next_log_hash(end_.hash, bytes);
  end_.bytes += bytes.size() + header.content_size();
  ++end_.entries;
  return {};
}

Result<void> LogAppender::append(const Entry& entry, const std::function<Result<void>(std::uint64_t)>& admit) {
  std::unique_lock lock(mutex_);
  if (failure_) return fail(*failure_);
  if (finished_) return fail(ErrorKind::internal, "a sealed package takes no more pages");
  DECANT_TRY(admit(end_.bytes));
  DECANT_TRY(write(entry));
  if (syncing_) return {};
  const bool due =
      end_.bytes - durable_ >= rule_.bytes || std::chrono::steady_clock::now() - last_sync_ >= rule_.interval;
  return due ? sync(lock) : Result<void>();
}

Result<void> LogAppender::sync_file() {
  DECANT_FAULT_POINT("package.before_sync");
  DECANT_TRY(file_.sync());
  DECANT_FAULT_POINT("package.after_sync");
  return {};
}

Result<void> LogAppender::sync(std::unique_lock<std::mutex>& lock) {
  syncing_ = true;
  const std::uint64_t written = end_.bytes;
  lock.unlock();
  auto outcome = sync_file();
  lock.lock();
  syncing_ = false;
  synced_.notify_all();
  if (!outcome) return give_up(std::move(outcome).error());
  durable_ = written;
  last_sync_ = std::chrono::steady_clock::now();
  return {};
}

Result<void> LogAppender::sync() {
  std::unique_lock lock(mutex_);
  synced_.wait(lock, [&] { return !syncing_; });
  if (failure_) return fail(*failure_);
  return durable_ == end_.bytes ? Result<void>() : sync(lock);
}

Result<LogEnd> LogAppender::finish() {
  {
    const std::lock_guard lock(mutex_);
    finished_ = true;
  }
  DECANT_TRY(sync());
  return end();
}

LogEnd LogAppender::end() const {
  const std::lock_guard lock(mutex_);
  return end_;
}

}  // namespace decant::package
