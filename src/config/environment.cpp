#include "config/environment.h"

#include <pwd.h>
#include <unistd.h>

#include <string_view>
#include <system_error>
#include <vector>

namespace decant::config {

namespace {

namespace fs = std::filesystem;

std::string variable(const Environment& environment, std::string_view name) {
  const auto found = environment.variables.find(name);
  return found != environment.variables.end() ? found->second : std::string();
}

/// `path`, made absolute from `base`, without `.` and `..` and a slash at its end.
fs::path absolute_from(const fs::path& base, const fs::path& path) {
  fs::path result = (base / path).lexically_normal();
  return result.has_filename() || result == result.root_path() ? result : result.parent_path();
}

fs::path global_folder(const Environment& environment) {
  if (environment.is_root) return "/var/dlt";
  const fs::path& home = environment.home_dir;
  if (home.empty() || ::access(home.c_str(), W_OK) != 0) return environment.temp_dir / "dlt";
  std::error_code ignored;
  const std::string xdg = variable(environment, "XDG_DATA_HOME");
  if (!xdg.empty() && !fs::exists(home / ".dlt", ignored))
    return absolute_from(environment.current_dir, fs::path(xdg) / "dlt");
  return home / ".dlt";
}

fs::path home_of_user() {
  passwd entry{};
  passwd* found = nullptr;
  std::vector<char> buffer(16384);
  if (::getpwuid_r(::getuid(), &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr) return {};
  return found->pw_dir;
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
  const std::string home = variable(environment, "HOME");
  environment.home_dir = home.empty() ? home_of_user() : fs::path(home);
  environment.is_root = ::geteuid() == 0;
  return environment;
}

Folders folders_of(const Environment& environment) {
  const auto folder_or = [&](std::string_view name, const fs::path& fallback) {
    const std::string value = variable(environment, name);
    return value.empty() ? fallback : absolute_from(environment.current_dir, value);
  };
  Folders folders;
  folders.project = folder_or("DLT_PROJECT_DIR", environment.current_dir);
  const std::string settings = variable(environment, "DLT_CONFIG_FOLDER");
  folders.settings = absolute_from(folders.project, settings.empty() ? ".dlt" : settings);
  folders.global = global_folder(environment);
  folders.data = folder_or("DLT_DATA_DIR", folders.global);
  folders.local = folder_or("DLT_LOCAL_DIR", folders.project);
  return folders;
}

}  // namespace decant::config
