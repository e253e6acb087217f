#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "config/node.h"

namespace decant::config {

/// The secret that Docker or Kubernetes mounts for an environment key: the file `sources--shop--api-key` in `folder`
/// for `SOURCES__SHOP__API_KEY`, or a file of that name in a folder of that name. Text; line ends behind a single line
/// are taken off. Nothing if there is no such file. Error (`config`): it cannot be read, is larger than 1 MiB, or is no
/// UTF-8.
Result<std::optional<Node>> mounted_secret(const std::filesystem::path& folder, std::string_view environment_key);

}  // namespace decant::config
