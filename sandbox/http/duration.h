#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace decant::sandbox {

/// Reads `50ms`, `2s` or `0`.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

}  // namespace decant::sandbox
