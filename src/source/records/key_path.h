#pragma once

#include <string>
#include <vector>

#include "json/path.h"

namespace decant::source {

/// The path down these keys, whatever characters they have.
json::Path key_path(const std::vector<std::string>& keys);

}  // namespace decant::source
