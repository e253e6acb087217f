#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "destination/destination.h"
#include "package/package_reader.h"
#include "package/package_store.h"
#include "pipeline/refresh.h"
#include "pipeline/run_monitor.h"
#include "source/source.h"

namespace decant::pipeline {

/// What an earlier run left in the store.
struct PendingPackages {
  std::vector<package::PackageInfo> sealed;         ///< to be loaded, in the order of their load ids
  std::optional<package::PackageInfo> interrupted;  ///< the newest whose extract did not end
};

/// Looks through the store. Of several interrupted packages all but the newest are removed. A package that cannot be
/// read is an error: what it holds is unknown.
Result<PendingPackages> find_pending(package::PackageStore& store, RunMonitor& monitor);

/// What an extract that goes on must have begun with.
struct Resumption {
  const source::Source& source;
  const package::Target& target;
  std::optional<std::int64_t> base_state_version;
  Refresh refresh = Refresh::none;
  Micros within = 0;  ///< since it recorded something; what is older starts again: pages move
};

/// Opens an interrupted package to go on with, its manifest brought up to the source's present hints. If it was begun
/// otherwise or too long ago, or its log is damaged, it is removed, which a note says; then nothing.
Result<std::optional<package::PackageReader>> open_interrupted(package::PackageStore& store,
                                                               const package::PackageInfo& info,
                                                               const Resumption& resumption, RunMonitor& monitor);

/// Adds to what an error says to do how the pages can be fetched anew, where they are kept and would end the next run
/// in the same way. `is_sealed`: the package is complete, else the next run goes on with it.
Error with_fresh_start(Error error, const std::string& pipeline, bool is_sealed);

/// Opens a package for a replay. An error of kind `usage` if its extract did not end.
Result<package::PackageReader> open_complete(const std::filesystem::path& folder);

/// An error of kind `state` if a package was recorded for another dataset than the one that is loaded now.
Result<void> check_target(const package::Manifest& manifest, const package::Target& target);

/// Where a destination is, without the user that it is reached as.
package::Target target_of(const destination::Destination& destination);

/// The hints of a sealed package: those of the present source for the resources that it has, else the manifest's.
std::vector<schema::ResourceHints> present_hints(const package::Manifest& manifest, const source::Source& source);

}  // namespace decant::pipeline
