#pragma once

#include <string_view>

namespace decant::config {

/// The first line where a TOML text nests tables or lists deeper than `most` levels, counting the parts of dotted keys;
/// 0 if there is none. The TOML library bounds brackets but not dotted keys, and builds and destroys tables
/// recursively, so this is asked first. Looks no further than brackets, keys, strings and comments; malformed text is
/// the library's affair.
int too_deep_line(std::string_view text, int most);

}  // namespace decant::config
