#pragma once

#include <optional>
#include <string_view>

#include "config/node.h"

namespace decant::config {

/// A field of credentials that are given as one text: a connection string
/// (`driver://user:password@host:port/database?k=v` has drivername, username, password, host, port, database, query), a
/// JSON object, or a plain text that is itself the path (`database`) or the secret (`token`, `api_key`). Nothing if the
/// text has no such part. The field has the text's place, is loose and as secret as the text.
std::optional<Node> native_field(const Node& text, std::string_view field);

}  // namespace decant::config
