#pragma once

#include <filesystem>

#include "config/node.h"

namespace decant::config {

/// The path that a text names: one that is not absolute counts from the folder of the file it is written in; from an
/// environment variable, from the current folder.
std::filesystem::path path_beside(const Node& text);

}  // namespace decant::config
