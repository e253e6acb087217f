#pragma once

#include <string>

#include "source/rest/placeholder/format_spec.h"

namespace decant::source::rest {

/// The digits of a double that is not negative, by the type, precision and `#` of a format: `1.50`, `1e+16`, `25%`,
/// `inf`.
std::string real_digits(double real, const FormatSpec& spec);

}  // namespace decant::source::rest
