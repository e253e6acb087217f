#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "config/environment.h"
#include "config/node.h"

namespace decant::config {

/// A file that settings are read from, or would be.
struct ProbedFile {
  std::filesystem::path path;
  bool exists = false;
};

/// secrets.toml or config.toml: one document of all files of that name.
struct SettingsFile {
  Node root;                      ///< a mapping
  std::vector<ProbedFile> files;  ///< the first that has a key wins

  /// Reads `name` of the project's settings folder, over that of the global folder; in a workspace each folder has
  /// `PROFILE.name` over `name`. Error (`config`): a file is malformed or unreadable.
  static Result<SettingsFile> load(std::string_view name, const Folders& folders);
};

}  // namespace decant::config
