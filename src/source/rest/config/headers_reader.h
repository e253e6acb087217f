#pragma once

#include <vector>

#include "config/reader.h"
#include "source/rest/request/request_template.h"

namespace decant::source::rest {

/// Reads a mapping of headers; null takes one away. `is_literal`: braces are no placeholders.
Result<std::vector<HeaderTemplate>> read_headers(const config::Element& headers, bool is_literal);

}  // namespace decant::source::rest
