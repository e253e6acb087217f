#pragma once

#include <string>

namespace decant::destination {

/// The beginning of a value, for an error that tells of it.
std::string shown_value(std::string value);

}  // namespace decant::destination
