#pragma once

#include "core/result.h"
#include "json/value.h"

namespace decant::conformance {

/// Runs the pages of a case one after the other through the normalizer, the schema stays. Returns what came out in the
/// form of a case's `expect`; an error of the normalizer is in it, one of the case itself is returned.
Result<json::Value> run_case(const json::Value& test_case);

}  // namespace decant::conformance
