#pragma once

#include <optional>
#include <string>
#include <utility>

#include "core/result.h"
#include "destination/destination.h"
#include "pipeline/working_folder.h"

namespace decant::pipeline {

/// What a dataset knows of a pipeline. The working folder keeps what it knew behind the pipeline's last load
/// (`decant/dataset.json`): as long as the destination has the same mark, nobody wrote to its database since, and that
/// is not opened only to look. A file that cannot be read counts as none.
class KnownDataset {
 public:
  KnownDataset(WorkingFolder folder, std::string pipeline, destination::Destination& destination)
      : folder_(std::move(folder)), pipeline_(std::move(pipeline)), destination_(destination) {}

  [[nodiscard]] Result<destination::DatasetInfo> inspect() const;

  /// Keeps what a load left. Not waited for: a file that a power loss took the content of counts as none, too.
  Result<void> remember(const destination::MarkedDataset& left) const;

 private:
  [[nodiscard]] std::optional<destination::DatasetInfo> remembered() const;

  WorkingFolder folder_;
  std::string pipeline_;
  destination::Destination& destination_;
};

}  // namespace decant::pipeline
