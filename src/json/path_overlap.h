#pragma once

// Inside this room only.
#include "json/path_step.h"

namespace decant::json {

/// Whether a value that `outer` leads to may be, or hold, one that `inner` leads to. Yes where the data decides: `..`,
/// filters.
bool may_hold(const PathSteps& outer, const PathSteps& inner);

}  // namespace decant::json
