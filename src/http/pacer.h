#pragma once

#include <deque>

#include "core/time.h"
#include "http/rate_limit.h"

namespace decant::http {

/// Gives out the instants at which requests may go, so that no stretch of the limit's length holds more than it allows,
/// whether the server counts fixed or sliding windows. Not thread-safe.
class Pacer {
 public:
  /// `credit` is how much of a time in which nothing went may be made up for by going faster afterwards.
  Pacer(RateLimit limit, Micros credit);

  /// The first instant from `earliest` on; counts as used. Later calls give no earlier instant.
  Micros reserve(Micros earliest);

  /// Another limit from now on; what has gone out counts.
  void change(RateLimit limit, Micros credit);

  [[nodiscard]] const RateLimit& limit() const { return limit_; }

 private:
  RateLimit limit_;
  Micros credit_;
  Micros next_ = 0;           ///< when the next would go if all were spread evenly
  std::deque<Micros> given_;  ///< the last `limit_.requests` instants, up to a bound
};

}  // namespace decant::http
