#pragma once

#include <optional>
#include <string>

#include "destination/destination.h"
#include "duckdb/type.h"
#include "duckdb/vector.h"

namespace decant::destination {

/// How the cells of a column of that type are to be understood.
QueryResult::CellKind cell_kind(const duckdb::Type& type);

/// One cell as text; nothing for NULL. Numbers as JSON has them (infinities as `inf`, `-inf`, else `nan`), dates and
/// times as ISO 8601, instants with `+00:00`, bytes as `\x` and hex digits, nested values as JSON.
std::optional<std::string> cell_text(const duckdb::VectorView& column, std::size_t row);

}  // namespace decant::destination
