#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace decant::config {

/// What the process was given. Tests make their own.
struct Environment {
  std::map<std::string, std::string, std::less<>> variables;
  std::filesystem::path current_dir;
  std::filesystem::path home_dir;  ///< empty: none
  std::filesystem::path temp_dir;
  bool is_root = false;

  /// This process's.
  static Environment of_process();
};

/// Folders after dlt's rules; absolute.
struct Folders {
  std::filesystem::path project;   ///< DLT_PROJECT_DIR, else the current folder
  std::filesystem::path settings;  ///< `.dlt` (DLT_CONFIG_FOLDER) in the project
  std::filesystem::path global;    ///< settings of all projects: /var/dlt for root; $XDG_DATA_HOME/dlt; ~/.dlt; temp
  std::filesystem::path data;      ///< working folders: DLT_DATA_DIR, else the global folder
  std::filesystem::path local;     ///< files of local destinations: DLT_LOCAL_DIR, else the project
};
Folders folders_of(const Environment& environment);

}  // namespace decant::config
