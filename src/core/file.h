#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "core/result.h"

namespace decant {

/// Who may read a new file beside its owner: nobody (0600), or whoever the process's umask lets (0666 less the umask).
enum class FileReaders { none, as_umask_says };

/// An open file of this machine. Move-only owner of the descriptor; errors name the path. New files are 0600 if nothing
/// else is said.
class File {
 public:
  File() = default;
  ~File();
  File(File&& other) noexcept;
  File& operator=(File&& other) noexcept;

  static Result<File> open_read(const std::filesystem::path& path);
  /// Creates the file, or opens it to go on at its end.
  static Result<File> open_append(const std::filesystem::path& path);
  /// Creates an empty file, for writing and reading back; what stood there before is gone.
  static Result<File> create(const std::filesystem::path& path, FileReaders readers = FileReaders::none);

  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
  [[nodiscard]] Result<std::uint64_t> size() const;

  /// Appends the parts in one system call where the kernel takes them.
  Result<void> write(std::span<const std::string_view> parts);
  Result<void> write(std::string_view bytes) { return write(std::span(&bytes, 1)); }

  /// Reads exactly `size` bytes at `offset` into `out`; fewer is an error.
  Result<void> read_at(std::uint64_t offset, std::size_t size, char* out) const;

  /// Cuts the file to `size` bytes.
  Result<void> truncate(std::uint64_t size);

  /// Begins to bring the written bytes to the disk, so that a sync() of several files waits for them at once.
  void start_sync();
  /// Waits until the written bytes are on the disk.
  Result<void> sync();

  Result<void> close();

 private:
  File(int descriptor, std::filesystem::path path) : descriptor_(descriptor), path_(std::move(path)) {}
  static Result<File> open(const std::filesystem::path& path, int flags, FileReaders readers);

  int descriptor_ = -1;
  std::filesystem::path path_;
};

/// The whole file as text.
Result<std::string> read_file(const std::filesystem::path& path);

/// Replaces `path` by a file with `bytes`; its folder is made if it is missing. Readers see the old or the new content,
/// also after a power loss; it is on the disk then. Of several files at once: `FileBatch`.
Result<void> write_file_atomically(const std::filesystem::path& path, std::string_view bytes);

/// The same without waiting for the disk: after a power loss the file may be gone, or have no content.
Result<void> write_file_unsynced(const std::filesystem::path& path, std::string_view bytes);

/// Waits until the entries of a folder (files made in it, renamed into it, removed from it) are on the disk.
Result<void> sync_directory(const std::filesystem::path& folder);

/// Makes a folder and those it lies in, where they are missing; their names are on the disk then.
Result<void> create_directories(const std::filesystem::path& path);
Result<void> remove_all(const std::filesystem::path& path);

/// An error of kind `io` from errno: "cannot open /x/y: Permission denied".
std::unexpected<Error> fail_with_errno(std::string_view action, const std::filesystem::path& path, int error_number);

}  // namespace decant
