#include "config/relative_path.h"

namespace decant::config {

std::filesystem::path path_beside(const Node& text) {
  const std::filesystem::path path = text.as_text();
  const Location& location = text.location();
  if (path.is_absolute() || location.line == 0 || location.source == nullptr) return path;
  return (std::filesystem::path(*location.source).parent_path() / path).lexically_normal();
}

}  // namespace decant::config
