#pragma once

#include <cstddef>
#include <string_view>

namespace decant {

/// What some programs put before a text in UTF-8.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Length of the UTF-8 character at the start of a text that is not empty; 0 if there is none (also overlong forms and
/// surrogates).
std::size_t character_length(std::string_view text);

/// Whether the whole text is UTF-8, whatever its characters.
bool is_utf8(std::string_view text);

}  // namespace decant
