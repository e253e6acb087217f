#pragma once

#include <cstddef>

#include "sandbox/data/record_table.h"
#include "sandbox/http/parameters.h"

namespace decant::sandbox {

/// Page size of `orders` when none is asked for, and here of `customers`, where none is documented.
inline constexpr std::size_t kDefaultLimit = 20;

/// Reads `limit` and `offset`, by which `customers` and `orders` are paged.
Window offset_window(Parameters& parameters, std::size_t page_limit);

}  // namespace decant::sandbox
