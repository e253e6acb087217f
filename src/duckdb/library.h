#pragma once

#include <string>

#include "core/result.h"

namespace decant::duckdb {

/// libduckdb as it was found on this machine.
struct LibraryInfo {
  std::string path;     ///< the file, or the bare name that the system's search path resolved
  std::string version;  ///< as it says itself: "v1.5.5"
};

/// Opens the library if it is not open yet (about 10 ms) and tells what it is. It is looked for in this order: the file
/// that the environment variable DECANT_DUCKDB_LIBRARY names (no other is tried then); libduckdb.so beside the
/// executable, in ../lib/decant and in ../lib from there; the build's own copy; the system's search path.
/// Thread-safe. Errors are of kind `io`.
Result<LibraryInfo> library_info();

}  // namespace decant::duckdb
