#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "duckdb/connection.h"

namespace decant::duckdb {

/// Makes an empty database at a path where there is no file yet: beside it (`path.new`), then by its name, so that a
/// crash leaves a whole database or none. DuckDB itself writes a new file in several steps and refuses what a crash
/// left of them. Returns the bytes of a file without content; nothing if another file is there, or this does not
/// succeed: attaching the path will say why.
std::optional<std::uintmax_t> make_file(Connection& connection, const std::filesystem::path& path);

}  // namespace decant::duckdb
