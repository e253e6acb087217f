#pragma once

#include <filesystem>

#include "core/result.h"
#include "pipeline/run_report.h"

namespace decant::pipeline {

/// Writes what a run did to `path`: the report and the outcome (`"loaded"` or `"failed"` with the error's parts),
/// secrets hidden.
Result<void> write_trace(const std::filesystem::path& path, const RunReport& report, const Error* error);

}  // namespace decant::pipeline
