#include "http/rate_budget.h"

#include <algorithm>

#include "http/usual_window.h"

namespace decant::http {

namespace {

constexpr int kTooManyRequests = 429;
constexpr Micros kEvenCredit = 50'000;  // makes up for sleeping too long
constexpr Micros kLongestEvenWindow = 15 * kMicrosPerSecond;
constexpr Micros kLongestPause = 60 * kMicrosPerSecond;
constexpr std::int64_t kReserve = 10;  // of a long window the last tenth is spread out

}  // namespace

RateBudget::RateBudget(std::optional<RateLimit> configured) {
  if (configured) configured_.emplace(*configured, kEvenCredit);
}

bool RateBudget::wait(Clock& clock, const CancelToken& cancel) {
  const Micros slot = reserve(clock.now());
  for (Micros left = std::max(slot, pause_end()) - clock.now(); left > 0;
       left = std::max(slot, pause_end()) - clock.now()) {
    if (!clock.sleep_for(std::chrono::milliseconds((left + 999) / 1000), cancel)) return false;
  }
  return !cancel.cancelled();
}

Micros RateBudget::reserve(Micros now) {
  const std::lock_guard lock(mutex_);
  Micros slot = std::max(now, paused_until_);
  for (auto* pacer : {&configured_, &announced_, &estimated_}) {
    if (*pacer) slot = (*pacer)->reserve(slot);
  }
  return slot;
}

Micros RateBudget::pause_end() {
  const std::lock_guard lock(mutex_);
  return paused_until_;
}

void RateBudget::pause_until(Micros instant) {
  const std::lock_guard lock(mutex_);
  paused_until_ = std::max(paused_until_, instant);
}

std::optional<Micros> RateBudget::opening(Micros now) {
  const std::lock_guard lock(mutex_);
  return estimator_.opening(now);
}

void RateBudget::answered(const Response& response, Micros sent, Micros now,
                          std::optional<std::chrono::milliseconds> retry_after) {
  const std::lock_guard lock(mutex_);
  learn_announced(read_rate_headers(response.headers, now), now);
  if (response.status == kTooManyRequests) {
    estimator_.refused(sent, now, retry_after);
  } else {
    estimator_.accepted(sent);
  }
  // After a pause it may go as fast as it went before the refusal: the server took that.
  if (const auto limit = estimator_.estimate(now)) pace(estimated_, *limit, limit->window);
}

/// Short windows are filled evenly. Long ones are for jobs of any length: only the last part is spread over the time
/// that is left.
void RateBudget::learn_announced(const RateAnnouncement& announced, Micros now) {
  if (!announced.limit || (!announced.window && !announced.reset_in)) return;
  announced_window_ =
      announced.window.value_or(std::max(announced_window_, usual_window_near(announced.reset_in.value_or(0))));
  if (announced_window_ <= kLongestEvenWindow) {
    pace(announced_, {.requests = *announced.limit, .window = announced_window_}, kEvenCredit);
    return;
  }
  announced_.reset();
  const bool is_scarce = announced.remaining && *announced.remaining <= *announced.limit / kReserve;
  if (is_scarce && announced.reset_in)
    paused_until_ =
        std::max(paused_until_, now + std::min(kLongestPause, *announced.reset_in / (*announced.remaining + 1)));
}

void RateBudget::pace(std::optional<Pacer>& pacer, const RateLimit& limit, Micros credit) const {
  if (!pacer) pacer.emplace(limit, credit);
  pacer->change(limit, credit);
}

}  // namespace decant::http
