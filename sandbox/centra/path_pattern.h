#pragma once

#include <optional>
#include <string_view>

namespace decant::sandbox {

/// Matches a path with a pattern such as `vouchers/{id}/details`. Returns what stands at `{id}`, empty where the
/// pattern has none; nothing if the path is another.
std::optional<std::string_view> match_path(std::string_view pattern, std::string_view path);

}  // namespace decant::sandbox
