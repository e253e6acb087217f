#pragma once

#include <vector>

#include "json/document.h"
#include "source/source.h"

namespace decant::source::rest {

/// Sets the records of a page: spans of its body, or a text of their own if one of them is no object or list (its span
/// is not known).
void set_records(const std::vector<json::Node>& records, Page& page);

}  // namespace decant::source::rest
