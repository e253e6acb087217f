#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/file_batch.h"
#include "core/result.h"
#include "core/time.h"
#include "package/manifest.h"
#include "package/package_reader.h"
#include "package/package_writer.h"

namespace decant::package {

/// One package of a store.
struct PackageInfo {
  std::string load_id;
  std::filesystem::path folder;
  std::optional<Manifest> manifest;  ///< absent: it cannot be read
  Error damage;                      ///< why, if it cannot

  /// When something was recorded last, by the file system's clock.
  [[nodiscard]] Result<Micros> last_recorded() const;

  [[nodiscard]] bool is(PackageState state) const { return manifest && manifest->state == state; }
};

/// The packages of one pipeline: `<folder>/<load id>/`. A folder without manifest is none (a creation or removal that
/// was cut short). To be used under the working folder's lock, but for reading.
class PackageStore {
 public:
  /// `folder`: `<pipelines_dir>/NAME/decant/packages`; it need not exist.
  explicit PackageStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// All packages in the order of their load ids. Reads manifests only.
  [[nodiscard]] Result<std::vector<PackageInfo>> list() const;

  /// The newest package, or nothing.
  [[nodiscard]] Result<std::optional<PackageInfo>> newest() const;

  /// Begins a package under the manifest's load id, which must be new. `before`: as in PackageWriter::create().
  Result<std::unique_ptr<PackageWriter>> create(Manifest manifest, const WriterOptions& options = {},
                                                FileBatch before = {});

  /// Opens a package; an error if it is not there (any more).
  [[nodiscard]] Result<PackageReader> open(std::string_view load_id) const;

  /// Adds the manifest that says that the load of a sealed package was committed.
  Result<void> mark_loaded(std::string_view load_id, FileBatch& files);

  /// Removes a package; a missing one is no error.
  Result<void> remove(std::string_view load_id);

  /// Removes loaded packages but those of the last `keep_runs` runs, and folders that are no packages. Returns the load
  /// ids of the packages that went.
  Result<std::vector<std::string>> retain(std::size_t keep_runs);

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

 private:
  [[nodiscard]] Result<std::filesystem::path> folder_of(std::string_view load_id) const;

  std::filesystem::path folder_;
};

}  // namespace decant::package
