#pragma once

#include <cstdint>
#include <string_view>

#include "core/result.h"
#include "core/time.h"

namespace decant::http {

/// So many requests in any stretch of time of this length.
struct RateLimit {
  std::int64_t requests = 0;  ///< at least 1
  Micros window = 0;          ///< at least 1 ms

  friend bool operator==(const RateLimit&, const RateLimit&) = default;
};

/// Reads `5/s`, `60/10s`, `1000/min`, `5000/h`: a number of requests, and a length of time with a unit (s, m or min, h,
/// d), whose number may be left out. Error, of kind `config`: anything else.
Result<RateLimit> parse_rate_limit(std::string_view text);

}  // namespace decant::http
