#pragma once

#include <cstdint>
#include <optional>

#include "core/time.h"
#include "http/headers.h"

namespace decant::http {

/// What an answer says of the server's limit.
struct RateAnnouncement {
  std::optional<std::int64_t> limit;      ///< requests in a window; at least 1
  std::optional<std::int64_t> remaining;  ///< of this window
  std::optional<Micros> reset_in;         ///< from now until the window ends; more than 0
  std::optional<Micros> window;           ///< its length
};

/// Reads RateLimit-Limit, -Remaining, -Reset and -Policy, RateLimit, and X-RateLimit-… (also X-Rate-Limit-…), in the
/// forms of the IETF's drafts and with a reset in seconds from now or since 1970. What cannot be read is as if it were
/// not there. Of several policies the one with the shortest window counts.
RateAnnouncement read_rate_headers(const Headers& headers, Micros now);

}  // namespace decant::http
