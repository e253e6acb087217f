#include "duckdb/new_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "duckdb/quote.h"

namespace decant::duckdb {

namespace {

constexpr const char* kCatalog = "decant_new_file";
/// For texts it knows one form, where older versions try two: loads take two thirds of the time. A file keeps its
/// version; DuckDB 1.3 and newer read this one.
constexpr const char* kStorageVersion = "v1.3.0";

Result<void> attach_and_detach(Connection& connection, const std::filesystem::path& path) {
  DECANT_TRY(connection.execute("ATTACH " + quote_literal(path.string()) + " AS " + kCatalog +
                                " (TYPE duckdb, STORAGE_VERSION '" + kStorageVersion + "')"));
  DECANT_TRY(connection.execute(std::string("DETACH ") + kCatalog));
  return {};
}

}  // namespace

std::optional<std::uintmax_t> make_file(Connection& connection, const std::filesystem::path& path) {
  std::error_code error;
  auto made = path;
  made += ".new";
  if (std::filesystem::symlink_status(path, error).type() != std::filesystem::file_type::not_found) {
    std::filesystem::remove(made, error);  // of a crash just before the end of all this
    return std::nullopt;
  }
  const bool is_found = std::filesystem::exists(made, error);
  if (!attach_and_detach(connection, made)) {
    // A crash may have left the first steps of it.
    std::filesystem::remove(made, error);
    if (!attach_and_detach(connection, made)) return std::nullopt;
  }
  const auto bytes = std::filesystem::file_size(made, error);
  // A link never takes the place of what somebody else made meanwhile. Some file systems have none.
  const bool is_linked = ::link(made.c_str(), path.c_str()) == 0;
  if (!is_linked && errno != EEXIST && errno != ENOENT) {
    static_cast<void>(std::rename(made.c_str(), path.c_str()));
    return std::nullopt;
  }
  std::filesystem::remove(made, error);
  return is_linked && !is_found ? std::optional(bytes) : std::nullopt;
}

}  // namespace decant::duckdb
