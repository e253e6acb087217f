#include "duckdb/failure.h"

#include <string_view>

namespace decant::duckdb {

namespace {

struct Advice {
  std::string_view part;
  const char* hint;
};

// Parts of DuckDB's messages, which carry no other mark than the text.
constexpr Advice kAdvice[] = {
    {"Could not set lock on file", "close the program that holds the file or wait for it, then try again"},
    {"not a valid DuckDB database file", "give the path of a DuckDB database, or of a new file"},
    {"No space left on device", "free some space on that disk; nothing of this load is visible"},
    {"Permission denied", "check who owns the file and its folder, and whether they may be written to"},
    {"Read-only file system", "choose a path on a disk that can be written to"},
    {"No such file or directory", "create the folder, or correct the path"},
    {"Out of Memory Error", "give more memory (`memory`), or load fewer columns at a time"},
    {"Failed to load metadata pointer", "the database file is damaged: restore it from a copy"},
    {"different version of DuckDB", "the file was written by a newer DuckDB: use a newer libduckdb"},
    {"disabled by configuration", "queries here may read the loaded tables only, no files and no network"},
};

const char* hint_for(std::string_view message) {
  for (const auto& advice : kAdvice) {
    if (message.find(advice.part) != std::string_view::npos) return advice.hint;
  }
  return "";
}

}  // namespace

std::unexpected<Error> fail_with(duckdb_error_type type, const char* message) {
  const std::string text = message == nullptr ? "no message" : message;
  if (type == DUCKDB_ERROR_INTERRUPT) return fail(ErrorKind::cancelled, "DuckDB was interrupted");
  return fail(ErrorKind::destination, "DuckDB: " + text, hint_for(text));
}

std::unexpected<Error> fail_with(const char* message) { return fail_with(DUCKDB_ERROR_INVALID, message); }

}  // namespace decant::duckdb
