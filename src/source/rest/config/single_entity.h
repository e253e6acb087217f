#pragma once

#include <string_view>

namespace decant::source::rest {

/// Whether a path ends with a placeholder (`posts/{id}`, `a/{id}.json`), so that one record is asked for, no list: its
/// last segment that is not empty holds `{…}` of letters, digits, `.`, `_` and `-`.
bool is_single_entity(std::string_view path);

}  // namespace decant::source::rest
