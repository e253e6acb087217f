#include "duckdb/file_mark.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstddef>
#include <system_error>

#include "core/hash.h"
#include "duckdb/open_files.h"

namespace decant::duckdb {

namespace {

/// DuckDB begins a file with what it is, and with the headers of the two newest checkpoints, which are numbered.
constexpr std::size_t kHeaders = 3 * std::size_t{4096};

bool has_log(std::filesystem::path path) {
  path += ".wal";
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  return !error && size != 0;
}

std::chrono::system_clock::time_point time_of(const timespec& time) {
  return std::chrono::system_clock::time_point(std::chrono::duration_cast<std::chrono::system_clock::duration>(
      std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec)));
}

/// Whether another process works with the file.
bool is_locked(int descriptor) {
  struct flock lock{};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return ::fcntl(descriptor, F_GETLK, &lock) != 0 || lock.l_type != F_UNLCK;
}

std::optional<FileMark> mark_of_open(int descriptor) {
  struct stat seen{};
  std::string headers(kHeaders, '\0');
  if (is_locked(descriptor) || ::fstat(descriptor, &seen) != 0 ||
      ::pread(descriptor, headers.data(), headers.size(), 0) != static_cast<::ssize_t>(headers.size()))
    return std::nullopt;
  const auto written = time_of(seen.st_mtim);
  return FileMark{.text = std::to_string(seen.st_size) + "-" + std::to_string(written.time_since_epoch().count()) +
                          "-" + std::to_string(checksum64(headers)),
                  .written = written};
}

}  // namespace

std::optional<FileMark> mark_of(const std::filesystem::path& path) {
  const auto place = canonical_path(path);
  // Closing a file ends all locks that the process has on it, also those of an engine that works with it.
  OpenFile alone;
  if (has_log(place) || !alone.take(place.string(), true)) return std::nullopt;
  const int descriptor = ::open(place.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return std::nullopt;
  auto mark = mark_of_open(descriptor);
  ::close(descriptor);
  return mark;
}

}  // namespace decant::duckdb
