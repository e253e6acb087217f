#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace decant::normalize {

/// Numbers in texts, as Python's int() and float() read them and dlt hands them on: white space around, a sign, `_`
/// between digits, digits of any script, and `0x` for hexadecimal ones.

/// False if it is no integer or does not fit 64 bits.
bool read_integer(std::string_view text, std::int64_t& number);

/// Finite numbers only: text that reads NaN or infinity, or is too large for a double, is left as text.
bool read_real(std::string_view text, double& number);

/// A `0x` text of any length as decimal digits with an optional `-`. False if it is none.
bool read_hex(std::string_view text, std::string& digits);

/// `text` without the white space around it, digits of other scripts as ASCII. `keep_underscores`: as they are; else
/// those between two digits vanish. False if characters that no number has remain, or an underscore elsewhere.
bool plain_number(std::string_view text, bool keep_underscores, std::string& plain);

/// Appends what Python's repr writes for a float: `1.5`, `2.0`, `1e+16`, `1e-05`.
void append_python_real(double real, std::string& out);

}  // namespace decant::normalize
