#pragma once

// Inside this room only.
#include <filesystem>
#include <string>

namespace decant::duckdb {

/// A path under which a file, also one that is not there yet, has one name.
std::filesystem::path canonical_path(const std::filesystem::path& path);

/// A place in this process's list of open database files. DuckDB's file locks hold between processes only: two engines
/// of one process on one file would damage it, so a writer is alone here too.
class OpenFile {
 public:
  OpenFile() = default;
  ~OpenFile();
  OpenFile(OpenFile&& other) noexcept;
  OpenFile& operator=(OpenFile&& other) noexcept;

  /// Takes the place; whether that was possible. `path` must be absolute.
  bool take(std::string path, bool writer);

 private:
  std::string path_;
  bool writer_ = false;
};

}  // namespace decant::duckdb
