#pragma once

#include <filesystem>
#include <optional>

#include "core/result.h"
#include "state/pipeline_state.h"

namespace decant::state {

/// Reads `state.json` of a working folder; nothing if there is no such file.
Result<std::optional<PipelineState>> read_state_file(const std::filesystem::path& path);

/// Replaces `state.json` as a whole: compact JSON, as dlt writes it.
Result<void> write_state_file(const std::filesystem::path& path, const PipelineState& state);

}  // namespace decant::state
