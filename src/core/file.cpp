#include "core/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "core/file_batch.h"

namespace decant {

namespace {

std::string hint_for(int error_number) {
  switch (error_number) {
    case EACCES:
    case EPERM:
    case EROFS: return "check who owns the folder and whether it may be written to";
    case ENOSPC:
    case EDQUOT: return "free some space on that disk";
    default: return {};
  }
}

constexpr std::size_t kMaxParts = 8;

}  // namespace

std::unexpected<Error> fail_with_errno(std::string_view action, const std::filesystem::path& path, int error_number) {
  std::string message = "cannot ";
  message.append(action).append(" ").append(path.string()).append(": ").append(std::strerror(error_number));
  return fail(ErrorKind::io, std::move(message), hint_for(error_number));
}

File::~File() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

File::File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

File& File::operator=(File&& other) noexcept {
  if (this != &other) {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = std::exchange(other.descriptor_, -1);
    path_ = std::move(other.path_);
  }
  return *this;
}

Result<File> File::open(const std::filesystem::path& path, int flags, FileReaders readers) {
  constexpr mode_t kOwner = S_IRUSR | S_IWUSR;
  constexpr mode_t kEveryone = kOwner | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH;
  const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC, readers == FileReaders::none ? kOwner : kEveryone);
  if (descriptor < 0) return fail_with_errno((flags & O_CREAT) != 0 ? "write" : "open", path, errno);
  return File(descriptor, path);
}

Result<File> File::open_read(const std::filesystem::path& path) { return open(path, O_RDONLY, FileReaders::none); }
Result<File> File::open_append(const std::filesystem::path& path) {
  return open(path, O_RDWR | O_CREAT | O_APPEND, FileReaders::none);
}
Result<File> File::create(const std::filesystem::path& path, FileReaders readers) {
  return open(path, O_RDWR | O_CREAT | O_TRUNC, readers);
}

Result<std::uint64_t> File::size() const {
  struct stat status{};
  if (::fstat(descriptor_, &status) != 0) return fail_with_errno("read the size of", path_, errno);
  return static_cast<std::uint64_t>(status.st_size);
}

Result<void> File::write(std::span<const std::string_view> parts) {
  DECANT_CHECK(parts.size() <= kMaxParts);
  std::array<iovec, kMaxParts> vectors{};
  std::size_t count = 0;
  for (const auto part : parts) {
    if (!part.empty()) vectors[count++] = {const_cast<char*>(part.data()), part.size()};
  }
  std::size_t first = 0;
  while (first < count) {
    const ssize_t written = ::writev(descriptor_, &vectors[first], static_cast<int>(count - first));
    if (written < 0) {
      if (errno == EINTR) continue;
      return fail_with_errno("write", path_, errno);
    }
    auto left = static_cast<std::size_t>(written);
    while (first < count && left >= vectors[first].iov_len) left -= vectors[first++].iov_len;
    if (first < count) {
      vectors[first].iov_base = static_cast<char*>(vectors[first].iov_base) + left;
      vectors[first].iov_len -= left;
    }
  }
  return {};
}

Result<void> File::read_at(std::uint64_t offset, std::size_t size, char* out) const {
  while (size > 0) {
    const ssize_t got = ::pread(descriptor_, out, size, static_cast<off_t>(offset));
    if (got < 0) {
      if (errno == EINTR) continue;
      return fail_with_errno("read", path_, errno);
    }
    if (got == 0) return fail(ErrorKind::io, "cannot read " + path_.string() + ": the file ends too early");
    out += got;
    offset += static_cast<std::uint64_t>(got);
    size -= static_cast<std::size_t>(got);
  }
  return {};
}

Result<void> File::truncate(std::uint64_t size) {
  if (::ftruncate(descriptor_, static_cast<off_t>(size)) != 0) return fail_with_errno("cut", path_, errno);
  return {};
}

void File::start_sync() { static_cast<void>(::sync_file_range(descriptor_, 0, 0, SYNC_FILE_RANGE_WRITE)); }

Result<void> File::sync() {
  if (::fsync(descriptor_) != 0) return fail_with_errno("sync", path_, errno);
  return {};
}

Result<void> File::close() {
  if (const int descriptor = std::exchange(descriptor_, -1); ::close(descriptor) != 0)
    return fail_with_errno("close", path_, errno);
  return {};
}

Result<void> sync_directory(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return fail_with_errno("open", folder, errno);
  const int outcome = ::fsync(descriptor);
  const int error_number = errno;
  ::close(descriptor);
  if (outcome != 0) return fail_with_errno("sync", folder, error_number);
  return {};
}

Result<std::string> read_file(const std::filesystem::path& path) {
  DECANT_TRY(const File file, File::open_read(path));
  DECANT_TRY(const auto size, file.size());
  std::string text(size, '\0');
  DECANT_TRY(file.read_at(0, size, text.data()));
  return text;
}

Result<void> write_file_atomically(const std::filesystem::path& path, std::string_view bytes) {
  FileBatch batch;
  DECANT_TRY(batch.add(path, bytes));
  return batch.commit();
}

Result<void> write_file_unsynced(const std::filesystem::path& path, std::string_view bytes) {
  FileBatch batch;
  return batch.place(path, bytes);
}

Result<void> create_directories(const std::filesystem::path& path) {
  FileBatch batch;
  DECANT_TRY(batch.add_folder(path));
  return batch.commit();
}

Result<void> remove_all(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::remove_all(path, error);
  if (error) return fail_with_errno("remove", path, error.value());
  return {};
}

}  // namespace decant
