#include "package/package_store.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <system_error>

#include "core/fault.h"
#include "core/file.h"
#include "package/load_id.h"

namespace decant::package {

namespace {

/// Whether a folder holds a manifest; also true if that cannot be found out, so that nothing is removed by mistake.
bool is_package(const std::filesystem::path& folder) {
  std::error_code error;
  return std::filesystem::status(folder / kManifestFile, error).type() != std::filesystem::file_type::not_found;
}

/// Whether a power loss took the manifest of a package before it was settled: from then on it has content.
bool was_never_settled(const std::filesystem::path& folder) {
  const auto manifest = read_file(folder / kManifestFile);
  return manifest && (manifest->empty() || manifest->front() == '\0');
}

/// Names of the sub-folders that are load ids, in order.
Result<std::vector<std::string>> list_folders(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  std::filesystem::directory_iterator entry(folder, error);
  if (error == std::errc::no_such_file_or_directory) return names;
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    if (std::string name = entry->path().filename().string(); is_load_id(name)) names.push_back(std::move(name));
  }
  if (error) return fail_with_errno("list", folder, error.value());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

Result<Micros> PackageInfo::last_recorded() const {
  const auto log = folder / kLogFile;
  std::error_code error;
  const auto written = std::filesystem::last_write_time(log, error);
  if (error) return fail_with_errno("look at", log, error.value());
  const auto since_1970 = std::chrono::file_clock::to_sys(written).time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since_1970).count();
}

Result<std::filesystem::path> PackageStore::folder_of(std::string_view load_id) const {
  if (!is_load_id(load_id))
    return fail(ErrorKind::usage, "not a load id: " + std::string(load_id), "a load id looks like 1749667187.541553");
  return folder_ / load_id;
}

Result<std::vector<PackageInfo>> PackageStore::list() const {
  DECANT_TRY(const auto names, list_folders(folder_));
  std::vector<PackageInfo> packages;
  for (const auto& name : names) {
    const auto folder = folder_ / name;
    if (!is_package(folder)) continue;
    PackageInfo info{.load_id = name, .folder = folder, .manifest = {}, .damage = {}};
    auto manifest = read_manifest(folder);
    if (manifest && manifest->load_id != name)
      manifest =
          fail(ErrorKind::package, "the manifest is that of package " + manifest->load_id + ": " + folder.string());
    if (!manifest && was_never_settled(folder)) continue;
    if (manifest) {
      info.manifest = std::move(*manifest);
    } else {
      info.damage = std::move(manifest).error();
    }
    packages.push_back(std::move(info));
  }
  return packages;
}

Result<std::optional<PackageInfo>> PackageStore::newest() const {
  DECANT_TRY(auto packages, list());
  if (packages.empty()) return std::optional<PackageInfo>();
  return std::optional<PackageInfo>(std::move(packages.back()));
}

Result<std::unique_ptr<PackageWriter>> PackageStore::create(Manifest manifest, const WriterOptions& options,
                                                            FileBatch before) {
  DECANT_TRY(const auto folder, folder_of(manifest.load_id));
  if (is_package(folder))
    return fail(ErrorKind::internal, "package " + manifest.load_id + " exists already: " + folder.string());
  return PackageWriter::create(folder, std::move(manifest), options, std::move(before));
}

Result<PackageReader> PackageStore::open(std::string_view load_id) const {
  DECANT_TRY(const auto folder, folder_of(load_id));
  if (!is_package(folder))
    return fail(ErrorKind::package, "there is no package " + std::string(load_id) + " in " + folder_.string(),
                "packages are removed after their load; --keep-packages N keeps those of the last N runs");
  return PackageReader::open(folder);
}

Result<void> PackageStore::mark_loaded(std::string_view load_id, FileBatch& files) {
  DECANT_TRY(const auto folder, folder_of(load_id));
  DECANT_TRY(Manifest manifest, read_manifest(folder));
  if (manifest.state == PackageState::loaded) return {};
  if (manifest.state != PackageState::sealed)
    return fail(ErrorKind::internal, "package " + manifest.load_id + " is not complete and cannot have been loaded");
  manifest.state = PackageState::loaded;
  return files.add(folder / kManifestFile, manifest_text(manifest));
}

Result<void> PackageStore::remove(std::string_view load_id) {
  DECANT_TRY(const auto folder, folder_of(load_id));
  // The manifest goes first: without it the folder is no package, whatever a crash leaves of it.
  DECANT_FAULT_POINT("package.before_remove");
  DECANT_TRY(decant::remove_all(folder / kManifestFile));
  DECANT_FAULT_POINT("package.manifest_removed");
  DECANT_TRY(decant::remove_all(folder));
  DECANT_FAULT_POINT("package.after_remove");
  return {};
}

Result<std::vector<std::string>> PackageStore::retain(std::size_t keep_runs) {
  DECANT_TRY(const auto packages, list());
  std::set<std::string> kept;
  std::vector<std::string> removed;
  for (auto package = packages.rbegin(); package != packages.rend(); ++package) {
    if (!package->is(PackageState::loaded)) continue;
    const std::string& run = package->manifest->run;
    if (kept.contains(run)) continue;
    if (kept.size() < keep_runs) {
      kept.insert(run);
      continue;
    }
    DECANT_TRY(remove(package->load_id));
    removed.push_back(package->load_id);
  }
  DECANT_TRY(const auto names, list_folders(folder_));
  for (const auto& name : names) {
    const bool is_listed = std::any_of(packages.begin(), packages.end(),
                                       [&](const PackageInfo& package) { return package.load_id == name; });
    if (!is_listed) DECANT_TRY(decant::remove_all(folder_ / name));
  }
  std::reverse(removed.begin(), removed.end());
  return removed;
}

}  // namespace decant::package
