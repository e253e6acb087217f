#pragma once

#include <string>
#include <vector>

#include "config/node.h"

namespace decant::source::rest {

/// The same value, with doubled braces in every text that was found elsewhere (`{secrets.…}`, `{config.…}`): no
/// placeholder is looked for in it.
config::Node with_literal_values(config::Node node);

/// Appends every text of the value that was found as a secret, and makes it known to the redactor.
void collect_secrets(const config::Node& node, std::vector<std::string>& secrets);

}  // namespace decant::source::rest
