#include "config/environment.h"

#include <pwd.h>
#include <unistd.h>

#include <fstream>
#include <string_view>
#include <system_error>
#include <vector>

namespace decant::config {

namespace {

namespace fs = std::filesystem;

fs::path global_folder(const Environment& environment, const std::string& settings_name) {
  if (environment.is_root) return "/var/dlt";
  const fs::path& home = environment.home_dir;
  if (home.empty() || ::access(home.c_str(), W_OK) != 0) return environment.temp_dir / "dlt";
  std::error_code ignored;
  const std::string xdg = environment.value_of("XDG_DATA_HOME");
  if (!xdg.empty() && !fs::is_directory(home / settings_name, ignored))
    return absolute_from(environment.current_dir, fs::path(xdg) / "dlt");
  return absolute_from(home, settings_name);
}

fs::path home_of_user() {
  passwd entry{};
  passwd* found = nullptr;
  std::vector<char> buffer(16384);
  if (::getpwuid_r(::getuid(), &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr) return {};
  return found->pw_dir;
}

/// The first line of a file, without spaces around it; empty if there is none.
std::string first_line(const fs::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  const auto begin = line.find_first_not_of(" \t\r");
  return begin == std::string::npos ? "" : line.substr(begin, line.find_last_not_of(" \t\r") - begin + 1);
}

/// Which profile of the workspace counts.
std::string profile_of(const Environment& environment, const fs::path& settings) {
  std::string profile = environment.value_of("WORKSPACE__PROFILE");
  if (profile.empty()) profile = first_line(settings / "profile-name");
  return profile.empty() ? "dev" : profile;
}

/// `below` in `folder`, or in the folder of temporary files if that cannot be written to.
fs::path in_workspace(const Environment& environment, const fs::path& folder, const fs::path& below) {
  if (::access(folder.c_str(), W_OK) == 0) return folder / below;
  const fs::path name = absolute_from(environment.current_dir, ".").filename();
  return environment.temp_dir / "dlt" / *below.begin() / name / below.filename();
}

}  // namespace

Environment Environment::of_process() {
  Environment environment;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const auto split = text.find('=');
    if (split != std::string_view::npos)
      environment.variables.emplace(std::string(text.substr(0, split)), std::string(text.substr(split + 1)));
  }
  std::error_code ignored;
  environment.current_dir = fs::current_path(ignored);
  environment.temp_dir = fs::temp_directory_path(ignored);
  const std::string home = environment.value_of("HOME");
  environment.home_dir = home.empty() ? home_of_user() : fs::path(home);
  environment.is_root = ::geteuid() == 0;
  if (const std::string mounted = environment.value_of("DECANT_SECRETS_DIR"); !mounted.empty())
    environment.mounted_secrets = absolute_from(environment.current_dir, mounted);
  return environment;
}

std::string Environment::value_of(std::string_view name) const {
  const auto found = variables.find(name);
  return found != variables.end() ? found->second : std::string();
}

fs::path absolute_from(const fs::path& base, const fs::path& path) {
  fs::path result = (base / path).lexically_normal();
  return result.has_filename() || result == result.root_path() ? result : result.parent_path();
}

Folders folders_of(const Environment& environment) {
  const auto folder_or = [&](std::string_view name, const fs::path& fallback) {
    const std::string value = environment.value_of(name);
    return value.empty() ? fallback : absolute_from(environment.current_dir, value);
  };
  const std::string given = environment.value_of("DLT_CONFIG_FOLDER");
  const std::string settings = given.empty() ? ".dlt" : given;
  Folders folders;
  folders.project = folder_or("DLT_PROJECT_DIR", environment.current_dir);
  folders.settings = absolute_from(folders.project, settings);
  folders.global = global_folder(environment, settings);
  fs::path data = folders.global;
  fs::path local = environment.current_dir;
  std::error_code ignored;
  // dlt looks for the mark in the current folder, even where DLT_PROJECT_DIR names another.
  if (fs::is_regular_file(absolute_from(environment.current_dir, settings) / ".workspace", ignored)) {
    folders.profile = profile_of(environment, folders.settings);
    data = in_workspace(environment, folders.settings, fs::path(".var") / folders.profile);
    local = in_workspace(environment, folders.project, fs::path("_local") / folders.profile);
  }
  folders.data = folder_or("DLT_DATA_DIR", data);
  folders.local = folder_or("DLT_LOCAL_DIR", local);
  return folders;
}

}  // namespace decant::config
