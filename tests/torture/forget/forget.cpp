// The library that is preloaded: what a program calls to change files, in place of the C library's. Each call first
// tells the journal how to undo it. An fsync only says so in the journal; the disk of the test loses nothing by that.
// Not seen: what goes through stdio, which decant and DuckDB read with only (the tests look for files that changed and
// are not in the journal). What cannot be undone here ends the process.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>

#include "journal.h"

using forget::Journal;
using forget::Kind;

namespace {

[[noreturn]] void refuse(const char* call) {
  ::dprintf(STDERR_FILENO, "forget: %s is not undone by this library\n", call);
  std::abort();
}

/// Tells the journal if it is on, then makes the system call with the lock held.
template <typename Tell, typename... Arguments>
long told(const Tell& tell, long number, Arguments... arguments) {
  auto& journal = Journal::of_process();
  if (!journal.is_on()) return ::syscall(number, arguments...);
  const std::lock_guard lock(journal.mutex());
  const int before = errno;
  tell(journal);
  errno = before;
  return ::syscall(number, arguments...);
}

bool is_there(const std::string& path) {
  struct stat status{};
  return ::lstat(path.c_str(), &status) == 0;
}

int open_file(int folder, const char* path, int flags, mode_t mode) {
  const auto open = [&](int with) { return static_cast<int>(::syscall(SYS_openat, folder, path, with, mode)); };
  auto& journal = Journal::of_process();
  if (!journal.is_on() || ((flags & O_ACCMODE) == O_RDONLY && (flags & O_CREAT) == 0)) return open(flags);
  const auto watched = journal.watched_path(folder, path);
  if (watched.empty()) return open(flags);
  if ((flags & O_TMPFILE) == O_TMPFILE) refuse("O_TMPFILE");
  const std::lock_guard lock(journal.mutex());
  if ((flags & O_CREAT) != 0 && !is_there(watched)) journal.add(Kind::create, watched);
  // Emptied afterwards, when the journal has what was there.
  const int descriptor = open(flags & ~O_TRUNC);
  if (descriptor < 0) return descriptor;
  journal.track(descriptor);
  if ((flags & O_TRUNC) != 0) {
    journal.will_resize(descriptor, 0);
    if (::syscall(SYS_ftruncate, descriptor, 0) != 0) refuse("a failed O_TRUNC");
  }
  return descriptor;
}

/// A descriptor with O_SYNC or O_DSYNC makes each write durable.
void after_write(int descriptor) {
  auto& journal = Journal::of_process();
  if (!journal.is_on()) return;
  const int flags = ::fcntl(descriptor, F_GETFL);
  if (flags < 0 || (flags & O_DSYNC) == 0) return;
  const std::lock_guard lock(journal.mutex());
  journal.synced(descriptor);
}

/// Where a write without offset goes; -1: to the end.
off_t position_of(int descriptor) {
  return (::fcntl(descriptor, F_GETFL) & O_APPEND) != 0 ? -1 : ::lseek(descriptor, 0, SEEK_CUR);
}

std::uint64_t size_of(const iovec* parts, int count) {
  std::uint64_t size = 0;
  for (int i = 0; i < count; ++i) size += parts[i].iov_len;
  return size;
}

int rename_file(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) {
  return static_cast<int>(told(
      [&](Journal& journal) {
        const auto source = journal.watched_path(from_folder, from);
        const auto target = journal.watched_path(to_folder, to);
        if (source.empty() != target.empty()) refuse("a rename into or out of the watched folders");
        if (source.empty() || !is_there(source)) return;
        if (flags == RENAME_EXCHANGE) return journal.add(Kind::exchange, source + '\0' + target);
        if (flags != 0) refuse("renameat2 with flags");
        journal.add(Kind::rename, source + '\0' + target, journal.keep(source), journal.keep(target));
      },
      SYS_renameat2, from_folder, from, to_folder, to, flags));
}

int remove_name(int folder, const char* path, int flags) {
  return static_cast<int>(told(
      [&](Journal& journal) {
        const auto watched = journal.watched_path(folder, path);
        if (watched.empty() || !is_there(watched)) return;
        if ((flags & AT_REMOVEDIR) != 0) return journal.add(Kind::remove_folder, watched);
        if (const auto inode = journal.keep(watched); inode != 0) journal.add(Kind::unlink, watched, inode);
      },
      SYS_unlinkat, folder, path, flags));
}

int make_folder(int folder, const char* path, mode_t mode) {
  return static_cast<int>(told(
      [&](Journal& journal) {
        const auto watched = journal.watched_path(folder, path);
        if (!watched.empty() && !is_there(watched)) journal.add(Kind::make_folder, watched);
      },
      SYS_mkdirat, folder, path, mode));
}

int resize(int descriptor, off_t size) {
  return static_cast<int>(
      told([&](Journal& journal) { journal.will_resize(descriptor, size); }, SYS_ftruncate, descriptor, size));
}

int sync_to_disk(int descriptor) {
  auto& journal = Journal::of_process();
  if (!journal.is_on()) return static_cast<int>(::syscall(SYS_fsync, descriptor));
  const std::lock_guard lock(journal.mutex());
  journal.synced(descriptor);
  return 0;
}

mode_t mode_of(int flags, va_list arguments) {
  return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE ? static_cast<mode_t>(va_arg(arguments, int)) : 0;
}

}  // namespace

// The C library's own names for parameters say less.
// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name)
extern "C" {

int open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_file(AT_FDCWD, path, flags, mode);
}
int open64(const char* path, int flags, ...) __attribute__((alias("open")));

int openat(int folder, const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_file(folder, path, flags, mode);
}
int openat64(int folder, const char* path, int flags, ...) __attribute__((alias("openat")));

int creat(const char* path, mode_t mode) { return open_file(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char* path, mode_t mode) __attribute__((alias("creat")));

ssize_t write(int descriptor, const void* bytes, size_t size) {
  const long written = told([&](Journal& journal) { journal.will_change(descriptor, position_of(descriptor), size); },
                            SYS_write, descriptor, bytes, size);
  after_write(descriptor);
  return written;
}

ssize_t writev(int descriptor, const iovec* parts, int count) {
  const long written =
      told([&](Journal& journal) { journal.will_change(descriptor, position_of(descriptor), size_of(parts, count)); },
           SYS_writev, descriptor, parts, count);
  after_write(descriptor);
  return written;
}

ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t offset) {
  const long written = told([&](Journal& journal) { journal.will_change(descriptor, offset, size); }, SYS_pwrite64,
                            descriptor, bytes, size, offset);
  after_write(descriptor);
  return written;
}
ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off_t offset) __attribute__((alias("pwrite")));

int ftruncate(int descriptor, off_t size) noexcept { return resize(descriptor, size); }
int ftruncate64(int descriptor, off_t size) noexcept __attribute__((alias("ftruncate")));

int truncate(const char* path, off_t size) noexcept {
  const int descriptor = open_file(AT_FDCWD, path, O_WRONLY | O_CLOEXEC, 0);
  if (descriptor < 0) return -1;
  const int outcome = resize(descriptor, size);
  ::close(descriptor);
  return outcome;
}

int fallocate(int descriptor, int mode, off_t offset, off_t size) {
  if (mode != 0 && !Journal::of_process().watched_path(descriptor).empty()) refuse("fallocate with a mode");
  return static_cast<int>(told([&](Journal& journal) { journal.will_change(descriptor, -1, 0); }, SYS_fallocate,
                               descriptor, mode, offset, size));
}
int fallocate64(int descriptor, int mode, off_t offset, off_t size) __attribute__((alias("fallocate")));
int posix_fallocate(int descriptor, off_t offset, off_t size) {
  return fallocate(descriptor, 0, offset, size) == 0 ? 0 : errno;
}
int posix_fallocate64(int descriptor, off_t offset, off_t size) __attribute__((alias("posix_fallocate")));

int rename(const char* from, const char* to) noexcept { return rename_file(AT_FDCWD, from, AT_FDCWD, to, 0); }
int renameat(int from_folder, const char* from, int to_folder, const char* to) noexcept {
  return rename_file(from_folder, from, to_folder, to, 0);
}
int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) noexcept {
  return rename_file(from_folder, from, to_folder, to, flags);
}

int link(const char* from, const char* to) noexcept {
  return static_cast<int>(told(
      [&](Journal& journal) {
        const auto watched = journal.watched_path(AT_FDCWD, to);
        if (!watched.empty() && !is_there(watched)) journal.add(Kind::create, watched);
      },
      SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0));
}

int unlink(const char* path) noexcept { return remove_name(AT_FDCWD, path, 0); }
int unlinkat(int folder, const char* path, int flags) noexcept { return remove_name(folder, path, flags); }
int rmdir(const char* path) noexcept { return remove_name(AT_FDCWD, path, AT_REMOVEDIR); }
int remove(const char* path) noexcept {
  const int outcome = remove_name(AT_FDCWD, path, 0);
  return outcome != 0 && (errno == EISDIR || errno == EPERM) ? remove_name(AT_FDCWD, path, AT_REMOVEDIR) : outcome;
}

int mkdir(const char* path, mode_t mode) noexcept { return make_folder(AT_FDCWD, path, mode); }
int mkdirat(int folder, const char* path, mode_t mode) noexcept { return make_folder(folder, path, mode); }

int fsync(int descriptor) { return sync_to_disk(descriptor); }
int fdatasync(int descriptor) { return sync_to_disk(descriptor); }

void* mmap(void* address, size_t size, int protection, int flags, int descriptor, off_t offset) noexcept {
  if (descriptor >= 0 && (flags & MAP_SHARED) != 0 && (protection & PROT_WRITE) != 0 && Journal::of_process().is_on() &&
      !Journal::of_process().watched_path(descriptor).empty())
    refuse("a shared, writable mmap");
  return reinterpret_cast<void*>(::syscall(  // NOLINT(performance-no-int-to-ptr)
      SYS_mmap, address, size, protection, flags, descriptor, offset));
}
void* mmap64(void* address, size_t size, int protection, int flags, int descriptor, off_t offset) noexcept
    __attribute__((alias("mmap")));

ssize_t copy_file_range(int from, off_t* from_offset, int to, off_t* to_offset, size_t size, unsigned flags) {
  if (Journal::of_process().is_on() && !Journal::of_process().watched_path(to).empty()) refuse("copy_file_range");
  return ::syscall(SYS_copy_file_range, from, from_offset, to, to_offset, size, flags);
}

}  // extern "C"
// NOLINTEND(readability-inconsistent-declaration-parameter-name)
