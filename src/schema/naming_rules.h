#pragma once

// Inside this room only: what the conventions do to one name that is stripped and not empty, before it is shortened.
#include <string>
#include <string_view>

namespace decant::schema {

/// Lower case words joined by `_`: letters, digits and `_` only; a `_` at the end becomes an `x`.
std::string to_snake_case(std::string_view name);

/// Letters, digits and `_` only, in the case that they have; no `_` at the end.
std::string to_sql_identifier(std::string_view name);

/// Line ends and double quotes become `_`; no two `_` beside each other.
std::string to_duck_case(std::string_view name);

/// Line ends, quotes and the path separator become `_`; anything else stays.
std::string to_direct(std::string_view name);

/// ASCII letters in lower case; other characters as they are.
std::string to_lower(std::string_view text);

}  // namespace decant::schema
