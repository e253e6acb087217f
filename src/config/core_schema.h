#pragma once

#include <string_view>

#include "config/node.h"

namespace decant::config {

/// An unquoted YAML scalar by the core schema of YAML 1.2 (section 10.3.2): null, true/false, whole numbers (also 0x,
/// 0o), numbers (also .inf, .nan), else text; so `yes`, `on`, `1_000` and dates are text. Error: a number that 64 bits
/// cannot hold.
Result<Node> plain_scalar(std::string_view text, const Location& location);

/// `12`, `-3`, `+7` as decimal; false if it is something else or beyond 64 bits.
bool parse_decimal(std::string_view text, std::int64_t& value);

/// A decimal number with or without fraction and exponent; false if it is something else or beyond a double.
bool parse_real(std::string_view text, double& value);

}  // namespace decant::config
