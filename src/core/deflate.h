#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/result.h"

namespace decant {

/// The bytes as zlib (RFC 1950) packs them tightest.
Result<std::string> deflate(std::string_view bytes);

/// Unpacks such bytes into `text`; false if they are malformed, cut short or come to more than `most` bytes.
bool inflate(std::string_view bytes, std::size_t most, std::string& text);

}  // namespace decant
