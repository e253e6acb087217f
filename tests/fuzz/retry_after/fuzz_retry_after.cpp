// Any bytes as what a server says of waiting: Retry-After in both forms, and the headers that announce a limit. What
// comes of it is a pause that can be waited for and a limit that can be kept.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/result.h"
#include "http/rate_headers.h"
#include "http/rate_limit.h"
#include "http/retry_after.h"

namespace {

using namespace decant;

constexpr Micros kNow = 1'700'000'000 * kMicrosPerSecond;
constexpr std::chrono::hours kLongest{24LL * 366 * 10'000};  // dates have four digits of year

void check_pause(std::string_view value, http::RetryAfterForms forms) {
  const auto pause = http::parse_retry_after(value, kNow, forms);
  if (pause) DECANT_CHECK(pause->count() >= 0 && *pause < kLongest);
}

void check_headers(std::string_view value) {
  http::Headers headers;
  for (const char* name :
       {"RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "RateLimit-Policy", "RateLimit", "Date"})
    headers.set(name, value);
  const auto found = http::read_rate_headers(headers, kNow);
  if (found.limit) DECANT_CHECK(*found.limit >= 1);
  if (found.remaining) DECANT_CHECK(*found.remaining >= 0);
  if (found.reset_in) DECANT_CHECK(*found.reset_in >= 0);
  if (found.window) DECANT_CHECK(*found.window >= 1000);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(static_cast<const char*>(static_cast<const void*>(data)), size);
  check_pause(text, http::RetryAfterForms::standard);
  check_pause(text, http::RetryAfterForms::extended);
  check_headers(text);
  if (const auto limit = http::parse_rate_limit(text))
    DECANT_CHECK(limit->requests >= 1 && limit->window >= kMicrosPerSecond);
  return 0;
}
