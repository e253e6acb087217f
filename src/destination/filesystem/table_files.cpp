#include "destination/filesystem/table_files.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <system_error>

#include "core/file.h"
#include "destination/filesystem/control_files.h"
#include "schema/schema.h"

namespace decant::destination {

namespace {

/// Names in the dataset's folder that are not of data: dlt's and decant's own.
bool is_own_name(std::string_view path) { return schema::is_system_name(path) || path.starts_with("_decant"); }

/// Adds the files in a folder of the dataset and in those below it.
Result<void> list_files(const std::filesystem::path& dataset, const std::string& folder, std::set<std::string>& paths) {
  namespace fs = std::filesystem;
  const auto root = dataset / folder;
  std::error_code error;
  for (fs::recursive_directory_iterator at(root, error), end; !error && at != end; at.increment(error)) {
    auto path = at->path().lexically_relative(dataset).string();
    if (is_own_name(path) && folder.empty()) {
      if (at->is_directory(error)) at.disable_recursion_pending();
      continue;
    }
    // dlt once put such a file into every table's folder.
    if (at->path().filename() == ControlFiles::kInit || !at->is_regular_file(error)) continue;
    paths.insert(std::move(path));
  }
  if (error && error != std::errc::no_such_file_or_directory) return fail_with_errno("read", root, error.value());
  return {};
}

}  // namespace

Result<TableFiles> find_table_files(const std::filesystem::path& dataset, const PathLayout& layout,
                                    const std::vector<TableName>& tables) {
  std::multimap<std::string, const TableName*, std::less<>> by_prefix;
  std::set<std::string> folders;
  for (const auto& table : tables) {
    DECANT_TRY(const auto prefix, schema::is_system_name(table.table) ? Result<std::string>(table.table + "/")
                                                                      : layout.prefix_of(table.schema, table.table));
    const auto slash = prefix.rfind('/');
    folders.insert(slash == std::string::npos ? std::string() : prefix.substr(0, slash));
    by_prefix.emplace(prefix, &table);
  }
  std::set<std::string> paths;
  for (const auto& folder : folders) DECANT_TRY(list_files(dataset, folder, paths));
  TableFiles found;
  for (const auto& path : paths) {
    for (std::size_t length = path.size(); length > 0; --length) {
      const auto [first, last] = by_prefix.equal_range(std::string_view(path).substr(0, length));
      if (first == last) continue;
      std::for_each(first, last, [&](const auto& entry) { found[*entry.second].push_back(path); });
      break;
    }
  }
  return found;
}

}  // namespace decant::destination
