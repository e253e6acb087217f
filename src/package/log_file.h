#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "core/file.h"
#include "core/result.h"
#include "package/entry.h"

namespace decant::package {

/// Where a log ends: the state that appending goes on from.
struct LogEnd {
  std::uint64_t bytes = 0;  ///< of the whole entries and the file header
  std::uint64_t entries = 0;
  std::uint64_t hash = 0;
};

/// `pages.log`, open for reading. Thread-safe.
class LogFile {
 public:
  static Result<LogFile> open(std::filesystem::path path);

  /// Called for each entry with its offset, header and meta.
  using Visitor = std::function<Result<void>(std::uint64_t offset, const EntryHeader& header, std::string_view meta)>;

  /// Verifies all entries in order. In a log that is not sealed an incomplete end is passed over; every other damage,
  /// and an error of the visitor, is an error of kind `package` that names file, offset and entry.
  Result<LogEnd> scan(bool sealed, const Visitor& visit) const;

  /// Reads an entry that scan found whole, and verifies it again. `content` becomes meta and payload.
  Result<EntryHeader> read(std::uint64_t offset, std::string& content) const;

  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// The format that its header states; 0 if it is shorter than one.
  [[nodiscard]] std::uint32_t version() const { return version_; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// An error about this file.
  [[nodiscard]] std::unexpected<Error> damaged(std::string_view where, std::string_view what) const;

 private:
  LogFile(File file, std::filesystem::path path, std::uint64_t size)
      : file_(std::move(file)), path_(std::move(path)), size_(size) {}

  /// Checks how the file begins, unless it is shorter than a file header.
  Result<void> read_file_header();
  /// Why an entry is not to be used.
  struct Flaw {
    std::string_view what;     ///< empty: it has none
    bool breaks_rule = false;  ///< the entry is whole but breaks a rule; else it is not whole
  };
  Result<Flaw> read_entry(std::uint64_t offset, EntryHeader& header, std::string& content) const;
  /// Whether a later header proves that `offset` had been synced.
  Result<bool> was_durable(std::uint64_t offset) const;

  File file_;
  std::filesystem::path path_;
  std::uint64_t size_ = 0;  ///< when it was opened
  std::uint32_t version_ = 0;
};

}  // namespace decant::package
