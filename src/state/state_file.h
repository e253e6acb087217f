#pragma once

#include <filesystem>
#include <optional>

#include "core/result.h"
#include "state/pipeline_state.h"

namespace decant::state {

/// Reads `state.json` of a working folder; nothing if there is no such file.
Result<std::optional<PipelineState>> read_state_file(const std::filesystem::path& path);

/// What is to stand in `state.json`: compact JSON, as dlt writes it.
std::string state_file_text(const PipelineState& state);

}  // namespace decant::state
