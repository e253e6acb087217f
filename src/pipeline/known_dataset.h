#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "destination/destination.h"
#include "pipeline/working_folder.h"

namespace decant::pipeline {

/// What a dataset knows of a pipeline. As long as nobody wrote to the dataset's database since the pipeline's last run,
/// which the destination's mark tells, its working folder remembers it (`decant/dataset.json`): the database is not
/// opened only to look. A file that cannot be read counts as none.
class KnownDataset {
 public:
  KnownDataset(const WorkingFolder& folder, destination::Destination& destination)
      : folder_(folder), destination_(destination) {}

  Result<destination::DatasetInfo> inspect(std::string_view pipeline);

  /// `mark` is the destination's with exactly this in the dataset; nothing if it is not known.
  void remember(const destination::DatasetInfo& dataset, const std::optional<std::string>& mark) const;

 private:
  [[nodiscard]] std::optional<destination::DatasetInfo> remembered(const std::string& mark) const;

  WorkingFolder folder_;
  destination::Destination& destination_;
};

}  // namespace decant::pipeline
