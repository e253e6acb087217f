#pragma once

#include <string>
#include <vector>

#include "core/result.h"

namespace decant::source {

/// Error (`config`) if one of `names`, given with --resources, is not among the resources of the source; the hint has
/// the nearest.
Result<void> check_selected(const std::vector<std::string>& names, const std::vector<std::string>& known,
                            const std::string& source);

}  // namespace decant::source
