#pragma once

#include "config/reader.h"
#include "source/incremental/incremental_spec.h"

namespace decant::source {

/// Reads `incremental` of the form `cursor: run_start`, all but its two parameters.
Result<IncrementalSpec> read_run_window(config::Reader& reader);

}  // namespace decant::source
