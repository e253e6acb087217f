#include "pipeline/recorded_boundary.h"

#include <utility>

namespace decant::pipeline {

Result<std::unique_ptr<RecordedBoundary>> RecordedBoundary::open(const package::PackageReader& package,
                                                                 std::string resource) {
  std::unique_ptr<RecordedBoundary> reader(new RecordedBoundary(package, std::move(resource)));
  for (std::size_t number = package.page_count(reader->resource_); number > 0; --number) {
    DECANT_TRY(const auto change, package.state_change(reader->resource_, number - 1));
    if (!change.boundary.resets) continue;
    reader->next_ = number - 1;
    break;
  }
  return reader;
}

Result<const std::vector<state::BoundaryHash>*> RecordedBoundary::next() {
  const std::vector<state::BoundaryHash>* hashes = nullptr;
  while (next_ < package_->page_count(resource_)) {
    DECANT_TRY(change_, package_->state_change(resource_, next_++));
    if (change_.boundary.added.empty()) continue;
    hashes = &change_.boundary.added;
    break;
  }
  return hashes;
}

}  // namespace decant::pipeline
