#pragma once

// Inside this room only.
#include <string>

#include "core/result.h"
#include "duckdb/api.h"

namespace decant::duckdb {

/// What DuckDB said, as an error of kind `destination` (`cancelled` after an interrupt), with a hint where one is
/// known.
std::unexpected<Error> fail_with(duckdb_error_type type, const char* message);

/// For calls that give a message only.
std::unexpected<Error> fail_with(const char* message);

}  // namespace decant::duckdb
