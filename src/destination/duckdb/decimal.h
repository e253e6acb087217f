#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "duckdb/type.h"

namespace decant::destination {

/// The integer that DuckDB holds for a decimal text (`-1.25`, `1e-3`) in DECIMAL(width, scale): the value times
/// 10^scale, surplus digits rounded half away from zero as DuckDB's own cast does. Nothing if the text is no decimal or
/// has more than width - scale digits before the point. width is 1..38, scale 0..width.
std::optional<duckdb::Int128> parse_decimal(std::string_view text, int width, int scale);

/// The text of such an integer: `-1.25`.
std::string format_decimal(duckdb::Int128 value, int scale);

/// Decimal digits of an unsigned number.
std::string format_integer(duckdb::UInt128 value);

}  // namespace decant::destination
