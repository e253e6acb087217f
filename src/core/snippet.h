#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace decant {

/// The beginning of a server's text for an error message: at most `size` bytes cut between characters, known secrets
/// hidden, control characters and broken UTF-8 as spaces.
std::string snippet(std::string_view text, std::size_t size);

}  // namespace decant
