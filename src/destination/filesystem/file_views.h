#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "core/result.h"
#include "destination/destination.h"
#include "destination/filesystem/filesystem_options.h"

namespace decant::destination {

/// Runs one statement that only reads in an embedded DuckDB, which sees the tables of the stored schemas as views over
/// their files below `dataset`, in a database schema of the dataset's name. A table without files is empty. The files
/// are those of finished loads: one that is being put in place is waited for.
Result<std::unique_ptr<QueryResult>> query_files(const FilesystemOptions& options, const std::filesystem::path& dataset,
                                                 std::string_view sql);

}  // namespace decant::destination
