#include "duckdb/file_mark.h"

#include <sys/stat.h>

#include <cstdint>
#include <system_error>

#include "core/file.h"
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

}  // namespace

std::optional<FileMark> mark_of(const std::filesystem::path& path) {
  const auto place = canonical_path(path);
  // Closing a file ends all locks that the process has on it, also those of an engine that works with it.
  OpenFile alone;
  if (has_log(place) || !alone.take(place.string(), true)) return std::nullopt;
  struct stat seen{};
  if (::stat(place.c_str(), &seen) != 0) return std::nullopt;
  const auto file = File::open_read(place);
  std::string headers(kHeaders, '\0');
  if (!file || !file->read_at(0, headers.size(), headers.data())) return std::nullopt;
  const auto written = time_of(seen.st_mtim);
  return FileMark{.text = std::to_string(seen.st_size) + "-" + std::to_string(written.time_since_epoch().count()) +
                          "-" + std::to_string(checksum64(headers)),
                  .written = written};
}

}  // namespace decant::duckdb
