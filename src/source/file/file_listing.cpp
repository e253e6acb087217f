#include "source/file/file_listing.h"

#include <fnmatch.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <system_error>
#include <tuple>

#include "core/file.h"

namespace decant::source::file {

namespace {

namespace fs = std::filesystem;

/// Cuts the first part off a path.
std::string_view take_part(std::string_view& path) {
  const auto end = std::min(path.find('/'), path.size());
  const auto part = path.substr(0, end);
  path.remove_prefix(std::min(end + 1, path.size()));
  return part;
}

bool part_matches(std::string_view name, std::string_view pattern) {
  return ::fnmatch(std::string(pattern).c_str(), std::string(name).c_str(), FNM_PERIOD) == 0;
}

/// What is known of a file; nothing if it is none, or gone by now.
Result<std::optional<FileEntry>> entry_of(const fs::path& path, std::string relative) {
  struct stat found{};
  if (::stat(path.c_str(), &found) != 0) {
    if (errno == ENOENT) return std::nullopt;
    return fail_with_errno("look at", path, errno);
  }
  if (!S_ISREG(found.st_mode)) return std::nullopt;
  return FileEntry{.path = path,
                   .relative = std::move(relative),
                   .modified = found.st_mtim.tv_sec * kMicrosPerSecond + found.st_mtim.tv_nsec / 1000,
                   .size = static_cast<std::uint64_t>(found.st_size)};
}

}  // namespace

bool comes_before(const FileEntry& a, const FileEntry& b) {
  return std::tie(a.modified, a.relative) < std::tie(b.modified, b.relative);
}

bool matches_glob(std::string_view path, std::string_view pattern) {
  if (path.empty() || pattern.empty()) return path.empty() && pattern.empty();
  std::string_view rest = pattern;
  const auto part = take_part(rest);
  if (part != "**") return part_matches(take_part(path), part) && matches_glob(path, rest);
  if (matches_glob(path, rest.empty() ? "*" : rest)) return true;
  if (path.front() == '.') return false;
  take_part(path);
  return matches_glob(path, pattern);
}

Result<std::vector<FileEntry>> list_files(const fs::path& folder, std::string_view pattern) {
  std::error_code failed;
  fs::recursive_directory_iterator at(folder, failed);
  if (failed) return fail_with_errno("read the folder", folder, failed.value());
  std::vector<FileEntry> files;
  for (const fs::recursive_directory_iterator end; at != end; at.increment(failed)) {
    if (failed) return fail_with_errno("read below", folder, failed.value());
    std::string relative = at->path().lexically_relative(folder).generic_string();
    if (!matches_glob(relative, pattern)) continue;
    DECANT_TRY(auto entry, entry_of(at->path(), std::move(relative)));
    if (entry) files.push_back(std::move(*entry));
  }
  if (failed) return fail_with_errno("read below", folder, failed.value());
  std::sort(files.begin(), files.end(), comes_before);
  return files;
}

}  // namespace decant::source::file
