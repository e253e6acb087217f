#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

namespace decant::duckdb {

/// A database file as it looks from outside.
struct FileMark {
  std::string text;  ///< another one after every commit; a copy that keeps the time of its file has the same
  std::chrono::system_clock::time_point written;
};

/// Reads a file's mark, without DuckDB. Nothing if the file is not there, if there are changes in a log beside it, or
/// if this process or another one has it open.
std::optional<FileMark> mark_of(const std::filesystem::path& path);

}  // namespace decant::duckdb
