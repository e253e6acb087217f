#pragma once

#include <chrono>
#include <mutex>
#include <optional>

#include "core/cancel.h"
#include "core/clock.h"
#include "http/limit_estimator.h"
#include "http/pacer.h"
#include "http/rate_headers.h"
#include "http/rate_limit.h"
#include "http/request.h"

namespace decant::http {

/// When the requests to one API may go out, whoever sends them: by the limit that the user names, by the one that the
/// server announces, by the one that its refusals tell, and not before a pause is over. Thread-safe.
class RateBudget {
 public:
  explicit RateBudget(std::optional<RateLimit> configured = std::nullopt);

  /// Waits until a request may go out. False if cancelled.
  bool wait(Clock& clock, const CancelToken& cancel);

  /// Learns from the answer to a request that was sent at `sent`; `retry_after` is what it asks for, if it does.
  void answered(const Response& response, Micros sent, Micros now,
                std::optional<std::chrono::milliseconds> retry_after);

  /// While the server goes on refusing: the next instant after `now` at which it may take requests again.
  std::optional<Micros> opening(Micros now);

  /// No request before `instant`; an earlier instant than one already set changes nothing.
  void pause_until(Micros instant);

 private:
  Micros reserve(Micros now);
  [[nodiscard]] Micros pause_end();
  void learn_announced(const RateAnnouncement& announced, Micros now);
  void pace(std::optional<Pacer>& pacer, const RateLimit& limit, Micros credit) const;

  std::mutex mutex_;
  std::optional<Pacer> configured_;
  std::optional<Pacer> announced_;
  std::optional<Pacer> estimated_;
  Micros announced_window_ = 0;  ///< the longest time to a reset so far
  LimitEstimator estimator_;
  Micros paused_until_ = 0;
};

}  // namespace decant::http
