#include "config/settings_file.h"

#include <cstddef>
#include <system_error>
#include <utility>

#include "config/document.h"

namespace decant::config {

namespace {

/// Lays `over` on `under`: mappings key by key, anything else as a whole.
Node overlay(Node under, Node over) {
  if (!under.is_mapping() || !over.is_mapping()) return over;
  for (auto& member : under.members()) {
    auto& members = over.members();
    std::size_t at = 0;
    while (at < members.size() && members[at].key != member.key) ++at;
    if (at == members.size()) {
      members.push_back(std::move(member));
    } else {
      members[at].value = overlay(std::move(member.value), std::move(members[at].value));
    }
  }
  return over;
}

bool is_there(const std::filesystem::path& path) {
  std::error_code code;
  // A file that cannot even be asked about is tried, so that its error is seen.
  return std::filesystem::exists(path, code) || code;
}

std::vector<std::filesystem::path> paths_of(std::string_view name, const Folders& folders) {
  std::vector<std::filesystem::path> paths;
  for (const auto& folder : {folders.settings, folders.global}) {
    if (!paths.empty() && folder == folders.settings) break;
    if (!folders.profile.empty()) paths.push_back(folder / (folders.profile + "." + std::string(name)));
    paths.push_back(folder / name);
  }
  return paths;
}

}  // namespace

Result<SettingsFile> SettingsFile::load(std::string_view name, const Folders& folders) {
  SettingsFile settings{.root = Node(Location{}, Node::Members{}), .files = {}};
  for (const auto& path : paths_of(name, folders)) {
    const bool exists = is_there(path);
    settings.files.push_back({path, exists});
    if (!exists) continue;
    auto document = load_document(path);
    if (!document) return fail(std::move(document.error()).within("reading the settings of " + std::string(name)));
    settings.root = overlay(std::move(*document), std::move(settings.root));
  }
  return settings;
}

}  // namespace decant::config
