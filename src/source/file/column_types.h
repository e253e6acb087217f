#pragma once

#include "core/result.h"
#include "source/file/file_spec.h"

namespace decant::source::file {

/// Adds hints for the columns of a resource whose Parquet files have types that are not seen in JSON (dates, decimals,
/// timestamps …); those of the newest file, where files differ. What the config says of a column holds. Errors: `io`,
/// `source_data` (a file that is no Parquet).
Result<void> add_column_types(FileResourceSpec& resource);

}  // namespace decant::source::file
