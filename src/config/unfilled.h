#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/node.h"

namespace decant::config {

/// What `init` writes (dlt's too) where a value is to be filled in.
inline constexpr std::string_view kFillIn = "<configure me>";

/// A value that still holds the text of a template.
struct Unfilled {
  std::string path;  ///< dotted, as it stands there
  Location location;
};

/// The values in `node` and below that still hold a template's text: `<configure me>`, or the year 1768 that dlt gives
/// to times. `path` is the dotted place of `node`.
std::vector<Unfilled> find_unfilled(const Node& node, const std::string& path);

/// An error of kind `config` that names every such value by file and line; there must be one.
Error unfilled_error(const std::vector<Unfilled>& values);

/// The error above if there is such a value.
Result<void> check_filled(const Node& node, const std::string& path);

}  // namespace decant::config
