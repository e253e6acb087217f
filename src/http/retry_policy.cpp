#include "http/retry_policy.h"

#include <algorithm>
#include <cstdint>

namespace decant::http {

RetryPolicy RetryPolicy::dlt() { return {}; }

RetryPolicy RetryPolicy::strict() {
  return {.attempts = 6,
          .first_delay = std::chrono::seconds(1),
          .max_delay = std::chrono::seconds(60),
          .jitter = true,
          .retry_request_timeout = true,
          .retry_damaged = true,
          .forms = RetryAfterForms::extended,
          .max_retry_after = std::chrono::hours(1),
          .clamp_retry_after = false,
          .pause_all = true};
}

RetryPolicy RetryPolicy::with(const RetrySettings& settings) const {
  RetryPolicy policy = *this;
  policy.attempts = settings.attempts.value_or(attempts);
  policy.first_delay = settings.first_delay.value_or(first_delay);
  policy.max_delay = settings.max_delay.value_or(max_delay);
  policy.max_retry_after = settings.max_delay.value_or(max_retry_after);
  return policy;
}

bool RetryPolicy::retries(int status) const {
  return status == 429 || (status >= 500 && status <= 599) || (status == 408 && retry_request_timeout);
}

std::chrono::milliseconds RetryPolicy::delay(int number, double random) const {
  const int doublings = std::clamp(number - 1, 0, 30);
  auto pause = std::min(max_delay, first_delay * (std::int64_t{1} << doublings));
  if (jitter)
    pause += std::chrono::milliseconds(static_cast<std::int64_t>(static_cast<double>(pause.count()) * random / 4));
  return std::min(pause, max_delay);
}

}  // namespace decant::http
