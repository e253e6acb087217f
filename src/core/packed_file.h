#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/result.h"

struct gzFile_s;

namespace decant {

/// A file that is read from its beginning, unpacked if gzip packed it.
class PackedFile {
 public:
  static Result<PackedFile> open(const std::filesystem::path& path);

  /// Appends up to `size` bytes to `bytes`; fewer only at the end. Errors: `io`, or `source_data` if it cannot be
  /// unpacked.
  Result<void> read(std::size_t size, std::string& bytes);

  [[nodiscard]] bool is_at_end() const { return is_at_end_; }

 private:
  struct Close {
    void operator()(gzFile_s* file) const;
  };
  PackedFile(std::unique_ptr<gzFile_s, Close> file, std::filesystem::path path)
      : file_(std::move(file)), path_(std::move(path)) {}

  std::unique_ptr<gzFile_s, Close> file_;
  std::filesystem::path path_;
  bool is_at_end_ = false;
};

}  // namespace decant
