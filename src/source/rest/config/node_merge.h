#pragma once

#include <string>
#include <string_view>

#include "config/node.h"
#include "core/result.h"

namespace decant::source::rest {

/// The mapping with that key set: in place if it is there, else at the end.
config::Node with_member(config::Node mapping, std::string_view key, config::Node value);

/// A resource as an object: `s` is `{name: s, endpoint: {path: s}}`, a text as endpoint is its path, a missing path is
/// the name. Errors: no name, or neither text nor mapping.
Result<config::Node> normalize_resource(const config::Node& resource, const std::string& path);

/// A normalized resource over defaults, as dlt merges them: the endpoint key by key, its `params` one level deeper,
/// `columns` column by column; all else is replaced. An explicit null takes a default away.
config::Node merge_resource(const config::Node& defaults, const config::Node& resource);

}  // namespace decant::source::rest
