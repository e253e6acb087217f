#include "duckdb/library.h"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <vector>

#include "duckdb/api.h"

namespace decant::duckdb {

namespace {

namespace fs = std::filesystem;

constexpr const char* kFileName = "libduckdb.so";
constexpr const char* kVariable = "DECANT_DUCKDB_LIBRARY";

struct Library {
  Api api;
  LibraryInfo info;
};

std::vector<std::string> candidates() {
  std::vector<std::string> paths;
  std::error_code error;
  const fs::path executable = fs::read_symlink("/proc/self/exe", error);
  if (!error) {
    const fs::path folder = executable.parent_path();
    for (const fs::path& path : {folder / kFileName, folder.parent_path() / "lib" / "decant" / kFileName,
                                 folder.parent_path() / "lib" / kFileName}) {
      paths.push_back(path.string());
    }
  }
#ifdef DECANT_DUCKDB_LIBRARY_DIR
  paths.push_back((fs::path(DECANT_DUCKDB_LIBRARY_DIR) / kFileName).string());
#endif
  return paths;
}

bool is_set(const char* variable) {
  const char* const value = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe): nobody sets any
  return value != nullptr && *value != '\0';
}

std::string last_dl_error() {
  const char* const text = ::dlerror();  // NOLINT(concurrency-mt-unsafe): of this thread
  return text == nullptr ? "unknown error" : text;
}

Result<void*> open_file(const std::string& path) {
  if (void* const handle = ::dlopen(path.c_str(), RTLD_LAZY | RTLD_LOCAL)) return handle;
  return fail(ErrorKind::io, "DuckDB's library cannot be opened: " + last_dl_error(),
              std::string("give the path of a libduckdb.so for this machine in ") + kVariable);
}

Result<void*> open_first(std::string& path) {
  if (is_set(kVariable)) {
    path = std::getenv(kVariable);  // NOLINT(concurrency-mt-unsafe)
    return open_file(path);
  }
  std::string looked_at;
  for (auto& candidate : candidates()) {
    std::error_code error;
    if (fs::exists(candidate, error)) {
      path = candidate;
      return open_file(path);
    }
    looked_at += candidate + ", ";
  }
  path = kFileName;
  if (void* const handle = ::dlopen(kFileName, RTLD_LAZY | RTLD_LOCAL)) return handle;
  return fail(ErrorKind::io,
              "DuckDB's library is not there; looked for " + looked_at + "and in the system's search path",
              std::string("put libduckdb.so beside the program, or give its path in ") + kVariable);
}

template <typename Function>
bool resolve(void* handle, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(handle, name));
  return function != nullptr;
}

Result<Library> open_library() {
  Library library;
  DECANT_TRY(void* const handle, open_first(library.info.path));
  const char* missing = nullptr;
#define DECANT_DUCKDB_RESOLVE(name) \
  if (!resolve(handle, "duckdb_" #name, library.api.name)) missing = "duckdb_" #name;
  DECANT_DUCKDB_FUNCTIONS(DECANT_DUCKDB_RESOLVE)
#undef DECANT_DUCKDB_RESOLVE
  resolve(handle, "duckdb_execute_prepared_streaming", library.api.execute_prepared_streaming);
  if (library.api.library_version != nullptr) library.info.version = library.api.library_version();
  if (missing != nullptr) {
    ::dlclose(handle);
    return fail(ErrorKind::io,
                "the library " + library.info.path + " lacks the function " + missing + "; version " +
                    (library.info.version.empty() ? "unknown" : library.info.version),
                "use libduckdb 1.5 or later");
  }
  return library;
}

/// Opened once and never closed: threads of DuckDB may outlive its users.
const Result<Library>& library() {
  static const Result<Library> opened = open_library();
  return opened;
}

}  // namespace

Result<const Api*> api() {
  const auto& opened = library();
  if (!opened) return fail(opened.error());
  return &opened->api;
}

Result<LibraryInfo> library_info() {
  const auto& opened = library();
  if (!opened) return fail(opened.error());
  return opened->info;
}

}  // namespace decant::duckdb
