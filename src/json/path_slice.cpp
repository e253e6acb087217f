#include "json/path_slice.h"

#include <algorithm>
#include <optional>

namespace decant::json {

namespace {

/// Absent bounds and those out of range become the ends.
std::int64_t clamp_bound(std::optional<std::int64_t> bound, std::int64_t fallback, std::int64_t size,
                         std::int64_t stride) {
  if (!bound) return fallback;
  const std::int64_t least = stride > 0 ? 0 : -1;
  const std::int64_t most = stride > 0 ? size : size - 1;
  const std::int64_t value = *bound < 0 ? std::max(*bound, -size - 1) + size : std::min(*bound, size);
  return std::clamp(value, least, most);
}

}  // namespace

SliceBounds slice_bounds(const PathStep& step, std::int64_t size) {
  const std::int64_t stride = std::clamp(step.stride, -size - 1, size + 1);
  return {.begin = clamp_bound(step.begin, stride > 0 ? 0 : size - 1, size, stride),
          .end = clamp_bound(step.end, stride > 0 ? size : -1, size, stride),
          .stride = stride};
}

bool counts_as_false(const Node& node) {
  const Token& token = node.token();
  switch (node.kind()) {
    case Kind::null: return true;
    case Kind::boolean: return !token.boolean;
    case Kind::integer: return token.integer == 0;
    case Kind::real: return token.real == 0;
    case Kind::string: return token.size == 0;
    case Kind::array:
    case Kind::object: return node.next() == node.index() + 1;
    case Kind::unsigned_integer:
    case Kind::number_text:
    case Kind::typed: return false;
  }
  return false;
}

}  // namespace decant::json
