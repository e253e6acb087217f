#include "duckdb/open_files.h"

#include <map>
#include <mutex>
#include <system_error>
#include <utility>

namespace decant::duckdb {

namespace {

constexpr int kWriter = -1;

struct Registry {
  std::mutex mutex;
  std::map<std::string, int, std::less<>> users;  ///< number of readers, or kWriter
};

Registry& registry() {
  static Registry instance;
  return instance;
}

}  // namespace

std::filesystem::path canonical_path(const std::filesystem::path& path) {
  std::error_code error;
  auto found = std::filesystem::weakly_canonical(path, error);
  return error ? std::filesystem::absolute(path, error) : found;
}

OpenFile::~OpenFile() {
  if (path_.empty()) return;
  auto& files = registry();
  const std::lock_guard lock(files.mutex);
  const auto entry = files.users.find(path_);
  if (writer_ || --entry->second == 0) files.users.erase(entry);
}

OpenFile::OpenFile(OpenFile&& other) noexcept : path_(std::exchange(other.path_, {})), writer_(other.writer_) {}

OpenFile& OpenFile::operator=(OpenFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(writer_, other.writer_);
  return *this;
}

bool OpenFile::take(std::string path, bool writer) {
  auto& files = registry();
  const std::lock_guard lock(files.mutex);
  const auto entry = files.users.find(path);
  if (entry == files.users.end()) {
    files.users.emplace(path, writer ? kWriter : 1);
  } else if (writer || entry->second == kWriter) {
    return false;
  } else {
    ++entry->second;
  }
  path_ = std::move(path);
  writer_ = writer;
  return true;
}

}  // namespace decant::duckdb
