#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "core/file.h"
#include "core/result.h"

namespace decant {

/// Files that are to be on the disk together, for a few waits in all instead of some for each. What is added stands
/// beside its place, under another name, until commit(), and stays there without one.
class FileBatch {
 public:
  /// Makes a folder and those it lies in, where they are missing.
  Result<void> add_folder(const std::filesystem::path& path);

  /// Has the names in a folder that is there brought to the disk with the rest.
  void cover(std::filesystem::path folder) { changed_folders_.insert(std::move(folder)); }

  /// Writes what is to stand at `path`, which is added once; its folder is made if it is missing.
  Result<void> add(const std::filesystem::path& path, std::string_view bytes);

  /// The same, but others see it from now on; a power loss before commit() may leave it without its content.
  Result<void> place(const std::filesystem::path& path, std::string_view bytes);

  /// Replaces the files in the order in which they were added. They and their names are on the disk then; after a power
  /// loss before that each that was not placed has its old or its new content. May be repeated: an error stays.
  Result<void> commit();

 private:
  Result<void> bring_to_disk();

  struct Pending {
    bool is_placed = false;
    File file;
    std::filesystem::path temporary;
    std::filesystem::path path;
  };

  std::vector<Pending> pending_;
  std::set<std::filesystem::path> changed_folders_;
  std::optional<Error> failure_;  ///< what the disk then holds is not known
};

}  // namespace decant
