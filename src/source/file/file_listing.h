#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace decant::source::file {

/// A file as it was found.
struct FileEntry {
  std::filesystem::path path;  ///< absolute
  std::string relative;        ///< below the folder, with `/`
  Micros modified = 0;
  std::uint64_t size = 0;  ///< bytes
};

/// Whether `a` is read before `b`: the older one first, then by name.
bool comes_before(const FileEntry& a, const FileEntry& b);

/// Whether a path (with `/`) fits a pattern: `*`, `?` and `[…]` stay within one folder, `**` stands for any number of
/// folders. Names that begin with a dot are found only by patterns that say so.
bool matches_glob(std::string_view path, std::string_view pattern);

/// The regular files below a folder that fit, in the order in which they are read. Links to files are followed, those
/// to folders are not. Error (`io`): the folder is not there or cannot be read.
Result<std::vector<FileEntry>> list_files(const std::filesystem::path& folder, std::string_view pattern);

}  // namespace decant::source::file
