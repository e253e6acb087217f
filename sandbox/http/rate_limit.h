#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace decant::sandbox {

/// A bucket of tokens that is filled at a constant rate; each request takes one. May be called from many threads.
class RateLimit {
 public:
  using Time = std::chrono::system_clock::time_point;

  struct Quota {
    std::int64_t requests = 0;
    std::chrono::milliseconds interval{0};
  };

  /// Reads `60/10s` (or `5/500ms`).
  static std::optional<Quota> parse(std::string_view text);

  explicit RateLimit(Quota quota) : quota_(quota), tokens_(static_cast<double>(quota.requests)) {}

  /// Takes a token; or returns the `Retry-After` of a refusal. A request that is refused takes nothing. The forms of
  /// `Retry-After` come in turn: see `retry_after_text`.
  std::optional<std::string> refuse(Time now);

 private:
  Quota quota_;
  std::mutex mutex_;
  double tokens_;
  std::optional<Time> filled_;
  std::size_t refusals_ = 0;
};

/// The moment from which requests are welcome again, in one of the forms that clients must understand, by turn: seconds
/// to wait, seconds since 1970, an HTTP date, ISO 8601 in UTC and with an offset. Rounded up to whole seconds.
std::string retry_after_text(RateLimit::Time now, RateLimit::Time welcome, std::size_t turn);

}  // namespace decant::sandbox
