#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace decant::sandbox {

/// How `Retry-After` is written: what clients of the API must understand.
enum class RetryAfterForm {
  /// Seconds to wait.
  seconds,
  /// Seconds since 1970.
  epoch,
  http_date,
  /// ISO 8601 in UTC.
  iso,
  /// ISO 8601 with an offset.
  iso_offset,
  /// Each of these by turn.
  all,
  /// Not at all.
  none,
};

/// Reads `seconds`, `epoch`, `http-date`, `iso`, `iso-offset`, `all` or `none`.
std::optional<RetryAfterForm> parse_retry_after_form(std::string_view text);

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

  RateLimit(Quota quota, RetryAfterForm form)
      : quota_(quota), form_(form), tokens_(static_cast<double>(quota.requests)) {}

  /// Takes a token; or returns the `Retry-After` of a refusal, empty for none. A request that is refused takes nothing.
  std::optional<std::string> refuse(Time now);

 private:
  Quota quota_;
  RetryAfterForm form_;
  std::mutex mutex_;
  double tokens_;
  std::optional<Time> filled_;
  std::size_t refusals_ = 0;
};

/// The moment from which requests are welcome again, rounded up to whole seconds. `turn` chooses the form where all are
/// wanted.
std::string retry_after_text(RateLimit::Time now, RateLimit::Time welcome, RetryAfterForm form, std::size_t turn);

}  // namespace decant::sandbox
