#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>

#include "core/file.h"
#include "core/gzip_stream.h"
#include "core/result.h"

namespace decant::destination {

/// A new file of a dataset, gzip-compressed or not. It is whole once finish() has returned.
class OutputFile {
 public:
  static Result<OutputFile> create(const std::filesystem::path& path, bool is_compressed);

  Result<void> write(std::string_view bytes);

  /// Ends the file and waits until it is on the disk.
  Result<void> finish();

 private:
  explicit OutputFile(File file) : file_(std::move(file)) {}
  [[nodiscard]] GzipStream::Take take();

  File file_;
  std::optional<GzipStream> gzip_;  ///< nothing: not compressed
};

}  // namespace decant::destination
