#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "json/document.h"
#include "json/value.h"
#include "schema/resource_hints.h"

namespace decant::package {

/// Version of manifest and page log that is written; a reader refuses newer ones.
inline constexpr std::int64_t kFormatVersion = 2;

/// Largest text of one page: spans are 32 bits wide, and padding stands behind it.
inline constexpr std::uint64_t kMaxTextBytes = (std::uint64_t{1} << 32) - 1 - json::kPadding;

/// File names in a package's folder.
inline constexpr std::string_view kManifestFile = "manifest.json";
inline constexpr std::string_view kLogFile = "pages.log";

enum class PackageState {
  extracting,  ///< pages are being recorded, or the run ended before the seal
  sealed,      ///< complete; to be loaded
  loaded,      ///< its load was committed
};

/// The name in the manifest: "extracting".
std::string_view to_string(PackageState state);

/// Counts of one resource in a sealed package.
struct ResourceSeal {
  std::string resource;
  std::uint64_t pages = 0;
  std::uint64_t records = 0;

  friend bool operator==(const ResourceSeal&, const ResourceSeal&) = default;
};

/// What a load does with the hashes that the dataset's boundary table has for a cursor.
enum class BoundaryAction {
  extend,   ///< those of the package's pages are added
  replace,  ///< they take the place of those that are there
  remove,   ///< none is left
};

std::string_view to_string(BoundaryAction action);

struct BoundarySeal {
  std::string resource;
  std::string cursor_path;
  BoundaryAction action = BoundaryAction::extend;

  friend bool operator==(const BoundarySeal&, const BoundarySeal&) = default;
};

/// What holds for a complete package: exact size, count and hash of the log, and the state after the run.
struct Seal {
  std::uint64_t log_bytes = 0;
  std::uint64_t entries = 0;
  std::uint64_t log_hash = 0;            ///< over the checksums of all entries in order
  std::vector<ResourceSeal> resources;   ///< in the manifest's order
  json::Value state;                     ///< shared pipeline state document after the run; null: unchanged
  std::vector<BoundarySeal> boundaries;  ///< that are too large for the state document, or were
};

/// Where a package is to be loaded to.
struct Target {
  std::string location;  ///< the destination's printable address without its user; empty: not known
  std::string dataset;

  friend bool operator==(const Target&, const Target&) = default;
};

/// What a package says of itself, so that it can be loaded without its source or configuration.
struct Manifest {
  std::string load_id;
  std::string run;  ///< load id of the first package of the run; slices of a run share it
  int slice = 0;    ///< which package of its run it is, from 0
  std::string pipeline;
  std::string source;                              ///< name of source and schema
  std::string created_by;                          ///< "decant 0.1.0"
  std::string fingerprint;                         ///< of the requests; without secrets
  std::optional<std::int64_t> base_state_version;  ///< state version that the run started from
  std::string naming = "snake_case";
  std::optional<int> max_table_nesting;                 ///< of the source; a resource's own goes first
  Target target;                                        ///< whose state the extract began with
  std::string refresh;                                  ///< dlt's mode, what the load removes first; empty: nothing
  bool dev_mode = false;                                ///< the dataset is that of one run in dev mode
  bool keeps_provenance = false;                        ///< the dataset is to hold where columns came from
  json::Value schema_settings = json::Value::object();  ///< as in a schema document: contract, detections …
  std::vector<schema::ResourceHints> resources;         ///< in the order in which their tables are made
  PackageState state = PackageState::extracting;
  std::optional<Seal> seal;  ///< present once sealed

  [[nodiscard]] json::Value to_json() const;
  /// Checks types, names, sizes and that state and seal fit together. Errors are of kind `package`.
  static Result<Manifest> from_json(const json::Value& document);
};

/// Reads and checks `manifest.json` of a package's folder.
Result<Manifest> read_manifest(const std::filesystem::path& folder);

/// What is to stand in `manifest.json`.
std::string manifest_text(const Manifest& manifest);

/// Replaces `manifest.json` as a whole, durably.
Result<void> write_manifest(const std::filesystem::path& folder, const Manifest& manifest);

}  // namespace decant::package
