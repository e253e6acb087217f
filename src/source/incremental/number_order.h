#pragma once

#include <string_view>

#include "source/incremental/cursor_value.h"

namespace decant::source {

/// Compares two numbers by their exact values, whatever holds them: negative, 0 or positive.
int compare_numbers(const CursorView& a, const CursorView& b);

/// Whether a text is a JSON number, or one as Python's Decimal writes it (`1E+30`).
bool is_decimal(std::string_view text);

}  // namespace decant::source
