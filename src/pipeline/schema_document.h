#pragma once

#include <filesystem>

#include "core/result.h"
#include "json/value.h"

namespace decant::pipeline {

/// Reads a schema document as it stands in a file of that suffix: .json, .yaml or .yml. Errors name the file, and the
/// line where there is one.
Result<json::Value> read_schema_document(const std::filesystem::path& path);

}  // namespace decant::pipeline
