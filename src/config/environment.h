#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace decant::config {

/// What the process was given. Tests make their own.
struct Environment {
  std::map<std::string, std::string, std::less<>> variables;
  std::filesystem::path current_dir;
  std::filesystem::path home_dir;  ///< empty: none
  std::filesystem::path temp_dir;
  std::filesystem::path mounted_secrets = "/run/secrets";  ///< files of secrets that Docker or Kubernetes mount
  bool is_root = false;

  /// This process's. DECANT_SECRETS_DIR moves the folder of mounted secrets.
  static Environment of_process();

  /// The value of a variable; empty if it is not set.
  [[nodiscard]] std::string value_of(std::string_view name) const;
};

/// Folders after dlt's rules; absolute. A folder whose settings hold a file `.workspace` is a workspace: it has
/// profiles, and keeps working folders and local files to itself, apart for each profile.
struct Folders {
  std::filesystem::path project;   ///< DLT_PROJECT_DIR, else the current folder
  std::filesystem::path settings;  ///< `.dlt` (DLT_CONFIG_FOLDER) in the project
  std::filesystem::path global;    ///< settings of all projects: /var/dlt for root; $XDG_DATA_HOME/dlt; ~/.dlt; temp
  std::filesystem::path data;      ///< working folders: DLT_DATA_DIR, else the global folder
  std::filesystem::path local;     ///< files of local destinations: DLT_LOCAL_DIR, else the current folder
  std::string profile;             ///< of a workspace: WORKSPACE__PROFILE, `profile-name` in the settings, `dev`
};
Folders folders_of(const Environment& environment);

/// `path`, made absolute from `base`, without `.` and `..` and a slash at its end.
std::filesystem::path absolute_from(const std::filesystem::path& base, const std::filesystem::path& path);

}  // namespace decant::config
