#pragma once

#include <string>
#include <string_view>

namespace decant {

/// `%41` as `A`; what is no such triple stays as it is.
std::string percent_decode(std::string_view text);

}  // namespace decant
