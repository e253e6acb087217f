#pragma once

#include <string>

#include "json/document.h"

namespace decant::json {

/// Appends a value of kind typed as text: numbers as they are, times in ISO 8601 with the value's own offset, bytes as
/// base64.
void append_typed_text(const Node& value, std::string& out);

}  // namespace decant::json
