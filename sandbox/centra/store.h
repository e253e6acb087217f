#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/centra/drift.h"
#include "sandbox/centra/order_api.h"
#include "sandbox/centra/store_options.h"
#include "sandbox/data/lazy.h"
#include "sandbox/http/chaos.h"
#include "sandbox/http/message.h"
#include "sandbox/http/rate_limit.h"

namespace decant::sandbox {

/// What stands between the API and its clients.
struct Disturbances {
  std::optional<RateLimit::Quota> rate;
  RetryAfterForm retry_after = RetryAfterForm::all;
  std::vector<FaultShare> chaos;
};

/// All that the program serves: the Order API, disturbed, and the control page.
class Store {
 public:
  /// Answers what a full load of the API must find; needs no key, is never disturbed and not in the request log.
  static constexpr std::string_view kExpectedPath = "/sandbox/expected";

  Store(const StoreOptions& options, const Disturbances& disturbances);

  /// Answers a request that comes at the real time `now`. May be called from many threads.
  Response handle(const Request& request, RateLimit::Time now);

 private:
  Response expected();

  Drift drift_;
  OrderApi api_;
  std::unique_ptr<RateLimit> rate_;
  Chaos chaos_;
  Lazy<std::string> expected_;
};

}  // namespace decant::sandbox
