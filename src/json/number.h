#pragma once

#include <string_view>

#include "json/document.h"

namespace decant::json {

/// Reads a JSON number into a token: integer, unsigned_integer, real, or number_text (which points into `text`) when no
/// 64-bit type holds it. False if it is no JSON number.
bool parse_number(std::string_view text, Token& token);

/// The nearest double of a JSON number: infinity beyond the largest, 0 below the smallest.
double nearest_double(std::string_view number);

}  // namespace decant::json
