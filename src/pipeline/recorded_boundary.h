#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "destination/destination.h"
#include "package/package_reader.h"
#include "state/page.h"

namespace decant::pipeline {

/// Hands out the boundary hashes that a package adds for a resource, page by page.
class RecordedBoundary final : public destination::BoundaryReader {
 public:
  /// Finds the last page that resets the boundary. `package` must outlive the reader.
  static Result<std::unique_ptr<RecordedBoundary>> open(const package::PackageReader& package, std::string resource);

  Result<const std::vector<state::BoundaryHash>*> next() override;

 private:
  RecordedBoundary(const package::PackageReader& package, std::string resource)
      : package_(&package), resource_(std::move(resource)) {}

  const package::PackageReader* package_;
  std::string resource_;
  std::size_t next_ = 0;
  state::StateChange change_;
};

}  // namespace decant::pipeline
