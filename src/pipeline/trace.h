#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/result.h"
#include "json/value.h"
#include "pipeline/run_report.h"

namespace decant::pipeline {

/// Writes what a run did to `path`: the report and the outcome (`"loaded"` or `"failed"` with the error's parts),
/// secrets hidden.
Result<void> write_trace(const std::filesystem::path& path, const RunReport& report, const Error* error);

/// The trace of a run; nothing if there is none, or if it was lost with the power. An error of kind `state` if it is
/// damaged.
Result<std::optional<json::Value>> read_trace(const std::filesystem::path& path);

/// What the last run that wrote a trace recorded.
struct TracedExtract {
  std::string load_id;    ///< empty: the run did not come to extracting
  bool recorded = false;  ///< false: it left no package
};

/// Reads that from the trace, as read_trace() does.
Result<std::optional<TracedExtract>> read_traced_extract(const std::filesystem::path& path);

}  // namespace decant::pipeline
