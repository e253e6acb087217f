#pragma once

#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "destination/destination.h"
#include "destination/filesystem/filesystem_options.h"
#include "json/value.h"

namespace decant::destination {

/// Runs one statement that only reads in an embedded DuckDB, which sees the tables of `schemas` (stored documents) as
/// views over their files below `dataset`, in a database schema of the dataset's name. A table without files is empty.
Result<std::unique_ptr<QueryResult>> query_files(const FilesystemOptions& options, const std::filesystem::path& dataset,
                                                 const std::vector<json::Value>& schemas, std::string_view sql);

}  // namespace decant::destination
