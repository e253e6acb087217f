#include "journal.h"

#include <fcntl.h>
#include <fnmatch.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <filesystem>

namespace forget {

namespace {

std::string setting(const char* name) {
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
  return value == nullptr ? "" : value;
}

std::string path_of(int descriptor) {
  std::array<char, PATH_MAX> path{};
  const auto link = "/proc/self/fd/" + std::to_string(descriptor);
  const auto size = ::readlink(link.c_str(), path.data(), path.size());
  return size < 0 ? "" : std::string(path.data(), static_cast<std::size_t>(size));
}

/// A journal that cannot be written proves nothing.
[[noreturn]] void give_up(const char* what) {
  ::dprintf(STDERR_FILENO, "forget: cannot %s: error %d\n", what, errno);
  std::abort();
}

/// Bytes of a file as they are; fewer at its end. By a descriptor of our own: the program's may be write-only, or need
/// aligned memory.
std::string bytes_at(int descriptor, std::uint64_t offset, std::uint64_t size) {
  std::string bytes(size, '\0');
  std::size_t got = 0;
  while (got < size) {
    const auto read = ::pread(descriptor, bytes.data() + got, size - got, static_cast<off_t>(offset + got));
    if (read < 0) give_up("read what is overwritten");
    if (read == 0) break;
    got += static_cast<std::size_t>(read);
  }
  bytes.resize(got);
  return bytes;
}

}  // namespace

Journal& Journal::of_process() {
  static Journal journal;
  return journal;
}

Journal::Journal()
    : folder_(setting("DECANT_FORGET")),
      skipped_(setting("DECANT_FORGET_SKIP")),
      kill_at_(std::atoll(setting("DECANT_FORGET_KILL_AT").c_str())) {
  if (folder_.empty()) return;
  std::string rest = setting("DECANT_FORGET_ROOTS");
  while (!rest.empty()) {
    const auto colon = rest.find(':');
    roots_.push_back(rest.substr(0, colon));
    rest = colon == std::string::npos ? "" : rest.substr(colon + 1);
  }
  const auto path = folder_ + "/journal";
  file_ =
      static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (file_ < 0) give_up("open the journal");
}

bool Journal::is_watched(std::string_view path) const {
  return std::any_of(roots_.begin(), roots_.end(), [path](const std::string& root) {
    return path.starts_with(root) && (path.size() == root.size() || path[root.size()] == '/');
  });
}

std::string Journal::watched_path(int folder, const char* path) const {
  std::filesystem::path full(path);
  if (full.is_relative())
    full =
        std::filesystem::path(folder == AT_FDCWD ? std::filesystem::current_path().string() : path_of(folder)) / full;
  auto text = full.lexically_normal().string();
  while (text.size() > 1 && text.back() == '/') text.pop_back();
  return is_watched(text) ? text : "";
}

std::string Journal::watched_path(int descriptor) const {
  auto path = path_of(descriptor);
  return is_watched(path) ? path : "";
}

void Journal::link_as(std::uint64_t inode, int folder, const char* path, int flags) {
  const auto link = folder_ + "/" + std::to_string(inode);
  if (::syscall(SYS_linkat, folder, path, AT_FDCWD, link.c_str(), flags) != 0 && errno != EEXIST)
    give_up("link a file that changes");
}

void Journal::track(int descriptor) {
  struct stat status{};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode) || tracked_.contains(status.st_ino)) return;
  const auto own = "/proc/self/fd/" + std::to_string(descriptor);
  link_as(status.st_ino, AT_FDCWD, own.c_str(), AT_SYMLINK_FOLLOW);
  const auto reader = ::syscall(SYS_openat, AT_FDCWD, own.c_str(), O_RDONLY | O_CLOEXEC, 0);
  if (reader < 0) give_up("open a file that changes");
  tracked_.emplace(status.st_ino, static_cast<int>(reader));
}

std::uint64_t Journal::keep(const std::string& path) {
  struct stat status{};
  if (::lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return 0;
  link_as(status.st_ino, AT_FDCWD, path.c_str(), 0);
  return status.st_ino;
}

void Journal::will_change(int descriptor, off_t offset, std::uint64_t length) {
  struct stat status{};
  if (::fstat(descriptor, &status) != 0) return;
  const auto found = tracked_.find(status.st_ino);
  if (found == tracked_.end()) return;
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (length == 0 && static_cast<std::uint64_t>(offset) == size) return;
  const auto begin = offset < 0 ? size : static_cast<std::uint64_t>(offset);
  const auto known = begin >= size ? 0 : std::min(length, size - begin);
  Head head;
  head.kind = static_cast<std::uint32_t>(Kind::data);
  head.file = status.st_ino;
  head.offset = begin;
  head.length = length;
  head.old_size = size;
  write(head, {}, bytes_at(found->second, begin, known));
}

void Journal::will_resize(int descriptor, off_t size) {
  struct stat status{};
  if (::fstat(descriptor, &status) != 0) return;
  will_change(descriptor, size, status.st_size > size ? static_cast<std::uint64_t>(status.st_size - size) : 0);
}

void Journal::synced(int descriptor) {
  struct stat status{};
  if (::fstat(descriptor, &status) != 0) return;
  const bool is_folder = S_ISDIR(status.st_mode);
  if (!is_folder && !tracked_.contains(status.st_ino)) return;
  const auto path = watched_path(descriptor);
  if (path.empty()) return;
  if (!skipped_.empty() && ::fnmatch(skipped_.c_str(), (is_folder ? path + "/" : path).c_str(), 0) == 0) return;
  add(is_folder ? Kind::sync_folder : Kind::sync_file, path, status.st_ino);
}

void Journal::add(Kind kind, const std::string& path, std::uint64_t file, std::uint64_t replaced) {
  Head head;
  head.kind = static_cast<std::uint32_t>(kind);
  head.file = file;
  head.replaced = replaced;
  write(head, path, {});
}

void Journal::write(Head head, std::string_view path, std::string_view bytes) {
  if (++records_ == kill_at_) ::kill(::getpid(), SIGKILL);
  head.path_size = static_cast<std::uint32_t>(path.size());
  head.bytes_size = static_cast<std::uint32_t>(bytes.size());
  std::string record(reinterpret_cast<const char*>(&head), sizeof head);
  record.append(path).append(bytes);
  // A kill may cut the record short: then its change was not begun.
  if (::syscall(SYS_write, file_, record.data(), record.size()) != static_cast<long>(record.size()))
    give_up("write the journal");
}

}  // namespace forget
