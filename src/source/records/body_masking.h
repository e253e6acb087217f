#pragma once

#include <cstddef>
#include <string>

namespace decant::source {

/// Replaces every known secret inside the strings of a JSON text by `***`, also one that JSON in a string holds.
/// Returns the number of strings that held one; 0 leaves the text as it is.
std::size_t mask_secrets(std::string& body);

}  // namespace decant::source
