#pragma once

// Inside this room only.
#include <cstdint>

#include "json/document.h"
#include "json/path_step.h"

namespace decant::json {

/// Positions in a list: from `begin`, by `stride`, before (or, backwards, behind) `end`.
struct SliceBounds {
  std::int64_t begin, end, stride;
};

/// Where a slice step goes in a list of that size, as Python's slice.indices says.
SliceBounds slice_bounds(const PathStep& step, std::int64_t size);

/// What Python counts as false: such a value is no list of one.
bool counts_as_false(const Node& node);

}  // namespace decant::json
