#pragma once

#include <string>

#include "core/result.h"
#include "json/value.h"
#include "source/rest/placeholder/format_spec.h"

namespace decant::source::rest {

/// A number or boolean (1 or 0) as Python lays it out; whole numbers of any length. Errors (kind `source_data`): the
/// type of the format is none for this number.
Result<std::string> format_number(const json::Value& number, const FormatSpec& spec);

}  // namespace decant::source::rest
