#pragma once

#include "config/node.h"
#include "config/providers.h"

namespace decant::config {

/// `document` with every text that is nothing but `{secrets.PATH}` or `{config.PATH}` replaced by the value at that
/// path. The values keep the place they come from, are loose, and secrets are marked. Errors: nothing at the path (the
/// places looked at), a secret in config.toml, a path with an empty part, a placeholder amid other text.
Result<Node> resolve_placeholders(Node document, const Providers& providers);

}  // namespace decant::config
