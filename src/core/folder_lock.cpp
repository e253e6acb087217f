#include "core/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <utility>

#include "core/file.h"

namespace decant {

namespace {

/// The process id in the lock file; empty if its holder has not written it yet.
std::string read_holder(int descriptor) {
  std::array<char, 16> bytes{};
  const ssize_t size = ::pread(descriptor, bytes.data(), bytes.size(), 0);
  std::string text(bytes.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  const auto end = text.find_first_not_of("0123456789");
  return text.substr(0, end);
}

std::unexpected<Error> is_held(const std::filesystem::path& path, const std::string& holder) {
  std::string message = "another run is at work in this folder";
  if (!holder.empty()) message += " (process " + holder + ")";
  message += ": " + path.parent_path().string();
  return fail(ErrorKind::state, std::move(message), "wait until it has ended, or use another pipeline name");
}

}  // namespace

Result<FolderLock> FolderLock::acquire(const std::filesystem::path& path) {
  DECANT_TRY(decant::create_directories(path.parent_path()));
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) return fail_with_errno("open", path, errno);
  FolderLock lock(descriptor);
  // flock and not fcntl: it belongs to this open file, so it also keeps out other threads and is not lost when
  // something else in the process opens and closes the file.
  while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    if (errno == EWOULDBLOCK) return is_held(path, read_holder(descriptor));
    return fail_with_errno("lock", path, errno);
  }
  const std::string holder = std::to_string(::getpid()) + "\n";
  if (::ftruncate(descriptor, 0) != 0 ||
      ::pwrite(descriptor, holder.data(), holder.size(), 0) != static_cast<ssize_t>(holder.size()))
    return fail_with_errno("write", path, errno);
  return lock;
}

FolderLock::FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
  if (this != &other) {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = std::exchange(other.descriptor_, -1);
  }
  return *this;
}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace decant
