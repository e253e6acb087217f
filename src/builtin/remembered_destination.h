#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "builtin/destinations.h"
#include "core/result.h"

namespace decant::builtin {

/// Where the last run of a pipeline loaded to: what commands that name the pipeline alone work on.
struct RememberedDestination {
  DestinationAddress address;
  std::string dataset;  ///< normalized

  friend bool operator==(const RememberedDestination&, const RememberedDestination&) = default;
};

/// `decant/destination.json` of a pipeline's working folder.
Result<void> remember_destination(const std::filesystem::path& working_folder,
                                  const RememberedDestination& destination);

/// Nothing if the file is not there, or was lost with the power. Error of kind `state`: it is damaged.
Result<std::optional<RememberedDestination>> recall_destination(const std::filesystem::path& working_folder);

}  // namespace decant::builtin
