#include "sandbox/centra/path_pattern.h"

#include <algorithm>
#include <cstddef>

namespace decant::sandbox {

std::optional<std::string_view> match_path(std::string_view pattern, std::string_view path) {
  constexpr std::string_view kPlaceholder = "{id}";
  const std::size_t begin = pattern.find(kPlaceholder);
  if (begin == std::string_view::npos) return pattern == path ? std::optional(std::string_view()) : std::nullopt;
  const std::string_view before = pattern.substr(0, begin);
  const std::string_view after = pattern.substr(begin + kPlaceholder.size());
  if (!path.starts_with(before) || path.size() <= before.size()) return std::nullopt;
  const std::size_t end = std::min(path.find('/', begin), path.size());
  const std::string_view id = path.substr(begin, end - begin);
  if (id.empty() || path.substr(end) != after) return std::nullopt;
  return id;
}

}  // namespace decant::sandbox
