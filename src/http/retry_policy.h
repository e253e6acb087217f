#pragma once

#include <chrono>
#include <optional>

#include "http/retry_after.h"

namespace decant::http {

/// What a user says about retries, over any policy.
struct RetrySettings {
  std::optional<int> attempts;
  std::optional<std::chrono::milliseconds> first_delay;
  std::optional<std::chrono::milliseconds> max_delay;  ///< also of a Retry-After
};

/// What is tried again, how often, and after how long.
struct RetryPolicy {
  int attempts = 5;                              ///< in total; at least 1
  std::chrono::milliseconds first_delay{1'000};  ///< doubles with each retry
  std::chrono::milliseconds max_delay{300'000};
  bool jitter = false;  ///< up to a quarter more, so that clients that failed together do not return together
  bool retry_request_timeout = false;  ///< status 408
  bool retry_damaged = false;          ///< a 2xx answer that the check refuses
  RetryAfterForms forms = RetryAfterForms::standard;
  std::chrono::milliseconds max_retry_after{300'000};
  bool clamp_retry_after = true;  ///< a longer Retry-After: waits the maximum; else it is an error
  bool pause_all = false;         ///< a Retry-After holds for every client that shares the RateBudget

  /// As dlt 1.26: 5 attempts, 1, 2, 4, 8 s, Retry-After up to 300 s.
  static RetryPolicy dlt();
  /// 6 attempts, 1 … 60 s with jitter, 408 and damaged answers too, Retry-After as sent (up to an hour) for the whole
  /// API.
  static RetryPolicy strict();

  /// This policy with what the settings say in its place.
  [[nodiscard]] RetryPolicy with(const RetrySettings& settings) const;

  [[nodiscard]] bool retries(int status) const;

  /// The pause before retry `number` (from 1); `random` in [0, 1).
  [[nodiscard]] std::chrono::milliseconds delay(int number, double random) const;
};

}  // namespace decant::http
