#pragma once

#include <string_view>

#include "json/document.h"

namespace decant::json {

/// Reads a JSON number into a token: integer, unsigned_integer, real, or number_text (which points into `text`) when no
/// 64-bit type holds it. False if it is no JSON number.
bool parse_number(std::string_view text, Token& token);

}  // namespace decant::json
