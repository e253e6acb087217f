#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "json/value.h"

namespace decant::source::rest {

/// A value as Python writes it: `None`, `True`, `10000000000.0`, `1e-07`, `[1, 'x']`, `{'k': None}`. A text stays as it
/// is.
std::string python_str(const json::Value& value);

/// The same, but a text in quotes with its escapes.
std::string python_repr(const json::Value& value);

/// The same with an escape for everything beyond ASCII.
std::string python_ascii(const json::Value& value);

/// A double in Python's shortest form.
std::string python_real(double real);

/// Bytes of the first character of a UTF-8 text (0 for an empty one).
std::size_t first_character(std::string_view text);

}  // namespace decant::source::rest
