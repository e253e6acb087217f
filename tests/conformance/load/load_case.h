#pragma once

#include "core/result.h"
#include "destination/destination.h"
#include "json/value.h"

namespace decant::conformance {

/// Runs the loads of a case one after the other into a dataset, and reads back what stands there at the end, in the
/// form of a case's `expect`: the tables and columns that it names, rows sorted, times that are those of a load as
/// `$load1`, `$load2` …
Result<json::Value> run_load_case(const json::Value& test_case, destination::Destination& destination);

/// The tables of an `expect` with their rows sorted the same way.
json::Value expected_tables(const json::Value& test_case);

}  // namespace decant::conformance
