#pragma once

// Inside this room only.
#include "core/result.h"
#include "json/document.h"
#include "json/path_step.h"

namespace decant::json {

/// Whether a value stands in the condition's relation to its literal, by dlt's rules: next to a whole number the value
/// is first made one as Python's int() does (text "3" is 3, 3.9 is 3; what cannot be is in no relation); otherwise only
/// like kinds have an order, and unlike ones are unequal. Error: that of the regular expression.
Result<bool> compares(const Node& value, const PathCondition& condition);

}  // namespace decant::json
