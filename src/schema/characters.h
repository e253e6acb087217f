#pragma once

#include <cstddef>
#include <string_view>

namespace decant::schema {

/// `text` without the white space around it, by Python's notion of it (str.strip): ASCII's, U+001C to U+001F, and the
/// spaces of Unicode.
std::string_view strip(std::string_view text);

/// Number of characters of a UTF-8 text; a byte that belongs to none counts as one.
std::size_t count_characters(std::string_view text);

/// Bytes of the first `count` characters.
std::size_t bytes_of_characters(std::string_view text, std::size_t count);

/// Bytes of the decimal digit (of any script) at the start of a text; 0 if none stands there.
std::size_t digit_length(std::string_view text);

/// Its value, 0 to 9; -1 if none stands there.
int digit_value(std::string_view text);

}  // namespace decant::schema
