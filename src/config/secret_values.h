#pragma once

#include "config/node.h"

namespace decant::config {

/// Registers every text and number of a value that was found as a secret with Redactor::process().
void hide_secret(const Node& node);

}  // namespace decant::config
