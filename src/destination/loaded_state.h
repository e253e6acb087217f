#pragma once

#include <optional>
#include <string>

#include "core/result.h"
#include "destination/destination.h"

namespace decant::destination {

/// A state that a dataset holds, with the load that brought it.
struct LoadedState {
  StateRow row;
  std::string load_id;
};

/// An error of kind `state` unless the newest state of the pipeline is the one that the load started from.
Result<void> check_base_state(const LoadRequest& request, const std::optional<LoadedState>& newest);

}  // namespace decant::destination
