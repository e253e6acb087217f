#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include "core/file_batch.h"
#include "core/result.h"
#include "json/value.h"
#include "package/manifest.h"
#include "package/statistics.h"
#include "state/page.h"

namespace decant::package {

class PackageReader;

struct WriterOptions {
  int level = 1;                                       ///< of zstd (docs/decisions/0004)
  std::size_t chunk_bytes = std::size_t{8} << 20;      ///< a longer text becomes several entries
  std::uint64_t sync_bytes = std::uint64_t{16} << 20;  ///< synced when so much waits …
  std::chrono::milliseconds sync_interval{1000};       ///< … or an entry comes so long after the last sync
};

/// Records the pages of a run. Thread-safe: callers compress in parallel, only the writing is one after the other.
/// After a failed write or sync every further call fails; what was recorded stays readable.
class PackageWriter {
 public:
  /// Begins a package in `folder`, which is made. `manifest` is written as `extracting`. The package survives a kill
  /// from then on, a power loss with settle(), which commits `before` too: what it lies in.
  static Result<std::unique_ptr<PackageWriter>> create(const std::filesystem::path& folder, Manifest manifest,
                                                       const WriterOptions& options = {}, FileBatch before = {});

  /// Goes on with an unsealed package: cuts what is torn behind `recorded`, appends from there. `recorded` stays
  /// usable. `before` as in create().
  static Result<std::unique_ptr<PackageWriter>> resume(const PackageReader& recorded, const WriterOptions& options = {},
                                                       FileBatch before = {});

  ~PackageWriter();

  /// Waits until the package is on the disk. May be called beside the recording, by one thread; sync() and seal() do it
  /// too. May be repeated.
  Result<void> settle();

  /// Records a response; it survives a kill from then on, a power loss after the next sync. A second body of one
  /// address takes the place of the first.
  Result<void> body(const state::PageAddress& address, const state::BodyView& body);

  /// Records the decision on the body of the same address, or on the page's own text. Pages of a sequence come with
  /// ordinals 0, 1, 2 …; the spans' indexes rise, and they lie within the text.
  Result<void> page(const state::Page& page);

  /// Waits until everything that was recorded is on the disk.
  Result<void> sync();

  /// Completes the package: syncs the log, then replaces the manifest, with what is `beside` it. `state`: shared
  /// pipeline state document after the run, null if unchanged. Nothing can be recorded afterwards.
  Result<void> seal(json::Value state, std::vector<BoundarySeal> boundaries = {}, FileBatch beside = {});

  [[nodiscard]] Statistics statistics() const;
  [[nodiscard]] const Manifest& manifest() const;
  [[nodiscard]] const std::filesystem::path& folder() const;

 private:
  struct State;
  explicit PackageWriter(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace decant::package
