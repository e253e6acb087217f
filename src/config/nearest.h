#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace decant::config {

/// The candidate that `text` most likely meant: the one with the fewest edits (insert, delete, replace, swap of
/// neighbours; case does not count), if these are at most a third of the longer text, at least one allowed.
std::optional<std::string> nearest(std::string_view text, std::span<const std::string> candidates);

}  // namespace decant::config
