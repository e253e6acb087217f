#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "json/document.h"

namespace decant::json {

/// Appends the bytes of a container without some of the values in it: every other byte is as in the source, but for the
/// comma beside what is left out. `omitted` are indexes of values below the container, ascending; a member's goes with
/// its key.
void append_without(const Node& container, const std::vector<std::uint32_t>& omitted, std::string& text);

}  // namespace decant::json
