#pragma once

#include <cstddef>
#include <string>

namespace decant::source {

/// Replaces every known secret inside the strings of a JSON text by `***`. Returns the number of strings that held one.
std::size_t mask_secrets(std::string& body);

}  // namespace decant::source
