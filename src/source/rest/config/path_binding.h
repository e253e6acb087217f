#pragma once

#include <string>
#include <vector>

#include "config/node.h"
#include "core/result.h"

namespace decant::source::rest {

/// A path whose placeholders are all filled in when a sequence begins, and the parameters that do not stand in it.
struct BoundPath {
  config::Node path;
  config::Node params;               ///< those that are sent
  std::vector<std::string> secrets;  ///< that went into the path
};

/// Puts parameters that the path names (`a/{id}`) into it: their text, which takes them out of the query. What stays is
/// `{resources.…}`, `{incremental.…}` if `has_incremental`, and each of the names in `resolved` once. Errors: a name
/// that is none of these, one of `resolved` that the path does not name. `where` is the endpoint's dotted place.
Result<BoundPath> bind_path(const config::Node& path, const config::Node& params,
                            const std::vector<std::string>& resolved, bool has_incremental, const std::string& where);

}  // namespace decant::source::rest
