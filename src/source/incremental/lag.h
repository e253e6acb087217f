#pragma once

#include "core/result.h"
#include "source/incremental/cursor_value.h"
#include "source/incremental/incremental_spec.h"

namespace decant::source {

/// `last_value` moved towards older values by `lag`, a number: of its unit for numbers, seconds for times, days for
/// dates; what `initial_value` is, if it is a date or time, decides between days and seconds. Text keeps its own form.
/// Not past `initial_value`. Errors (`source_data`): the text is no time, or the result lies outside the years 1 to
/// 9999.
Result<CursorValue> apply_lag(const json::Value& lag, const CursorValue& last_value, LastValueFunc func,
                              const CursorValue& initial_value);

}  // namespace decant::source
