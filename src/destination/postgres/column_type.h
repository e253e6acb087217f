#pragma once

#include <string>

#include "core/result.h"
#include "schema/table.h"

namespace decant::destination {

/// PostgreSQL's type of a column, as dlt maps it (dlt-normalize-load §17.3). Error of kind `schema`: it has none of
/// that size.
Result<std::string> postgres_column_type(const schema::Column& column);

}  // namespace decant::destination
