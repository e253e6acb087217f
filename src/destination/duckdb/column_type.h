#pragma once

#include <string>

#include "core/result.h"
#include "schema/table.h"

namespace decant::destination {

/// DuckDB's type for a column of the schema, as dlt maps it: `DECIMAL(38,9)`. Sizes that DuckDB does not have are an
/// error of kind `schema`. The column must have a data type.
Result<std::string> duckdb_column_type(const schema::Column& column);

}  // namespace decant::destination
