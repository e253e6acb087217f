#include "sandbox/centra/offset_window.h"

#include <algorithm>

namespace decant::sandbox {

Window offset_window(Parameters& parameters, std::size_t page_limit) {
  const auto limit = parameters.integer("limit", 1);
  const auto offset = parameters.integer("offset", 0);
  return {.offset = offset ? static_cast<std::size_t>(*offset) : 0,
          .limit = std::min(limit ? static_cast<std::size_t>(*limit) : kDefaultLimit, page_limit)};
}

}  // namespace decant::sandbox
