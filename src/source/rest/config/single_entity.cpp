#include "source/rest/config/single_entity.h"

#include <algorithm>

namespace decant::source::rest {

namespace {

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

/// The last segment, as Python's PurePosixPath has it.
std::string_view last_segment(std::string_view path) {
  while (true) {
    while (path.ends_with('/')) path.remove_suffix(1);
    const auto slash = path.rfind('/');
    const auto segment = slash == std::string_view::npos ? path : path.substr(slash + 1);
    if (segment != "." || slash == std::string_view::npos) return segment == "." ? std::string_view() : segment;
    path = path.substr(0, slash);
  }
}

}  // namespace

bool is_single_entity(std::string_view path) {
  const auto segment = last_segment(path);
  for (auto open = segment.find('{'); open != std::string_view::npos; open = segment.find('{', open + 1)) {
    const auto close =
        std::find_if_not(segment.begin() + static_cast<std::ptrdiff_t>(open) + 1, segment.end(), is_name_character);
    if (close != segment.end() && *close == '}' && *(close - 1) != '{') return true;
  }
  return false;
}

}  // namespace decant::source::rest
