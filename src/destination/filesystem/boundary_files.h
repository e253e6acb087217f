#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "destination/destination.h"
#include "state/boundary.h"

namespace decant::destination {

/// Boundary hashes that are too many for the state document (docs/formats/boundary.md), in files of the folder
/// `_decant_boundary`: one for each cursor and load that added some.
class BoundaryFiles {
 public:
  explicit BoundaryFiles(std::filesystem::path dataset) : dataset_(std::move(dataset)) {}

  /// Adds the hashes of a cursor to `hashes`.
  Result<void> read(std::string_view pipeline_name, const BoundaryKey& key, state::BoundarySet& hashes) const;

  /// The files of a cursor, as paths below the dataset.
  [[nodiscard]] Result<std::vector<std::string>> files_of(std::string_view pipeline_name, const BoundaryKey& key) const;

  /// Where the hashes go that a load adds.
  static std::string path_of(std::string_view pipeline_name, const BoundaryKey& key, std::string_view load_id);

  /// Writes them to a new file.
  static Result<void> write(const std::filesystem::path& file, std::string_view pipeline_name, const BoundaryKey& key,
                            BoundaryReader& added);

 private:
  std::filesystem::path dataset_;
};

}  // namespace decant::destination
