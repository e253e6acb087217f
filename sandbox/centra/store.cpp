#include "sandbox/centra/store.h"

#include "sandbox/centra/envelope.h"
#include "sandbox/centra/expected.h"

namespace decant::sandbox {

Store::Store(const StoreOptions& options, const Disturbances& disturbances)
    : drift_(options),
      api_(options),
      rate_(disturbances.rate ? std::make_unique<RateLimit>(*disturbances.rate, disturbances.retry_after) : nullptr),
      chaos_(disturbances.chaos, options.seed) {}

Response Store::handle(const Request& request, RateLimit::Time now) {
  if (request.path == kExpectedPath) return expected();
  if (auto retry_after = rate_ ? rate_->refuse(now) : std::nullopt) {
    Response response = refusal(429, "Too many requests.");
    response.retry_after = std::move(*retry_after);
    return response;
  }
  Response response = api_.handle(request);
  if (response.status == 200) chaos_.strike(request, response);
  return response;
}

Response Store::expected() {
  Response response;
  response.logged = false;
  response.body = expected_.get([this] { return expected_json(api_, drift_); });
  return response;
}

}  // namespace decant::sandbox
