#include "destination/loaded_state.h"

#include <cstdint>
#include <utility>

namespace decant::destination {

namespace {

std::string version_text(const std::optional<std::int64_t>& version) {
  return version ? "state version " + std::to_string(*version) : "no state";
}

}  // namespace

Result<void> check_base_state(const LoadRequest& request, const std::optional<LoadedState>& newest) {
  std::optional<std::int64_t> version;
  if (newest) version = newest->row.version;
  if (!request.check_state_version || version == request.base_state_version) return {};
  std::string message = "another load of pipeline " + request.pipeline_name + " came in between";
  if (newest) message += ": " + newest->load_id + " of " + to_iso8601(newest->row.created_at);
  message += "; this one started from " + version_text(request.base_state_version) + ", the dataset has " +
             version_text(version);
  return fail(ErrorKind::state, std::move(message), "run again: the state is then read from the dataset first");
}

}  // namespace decant::destination
