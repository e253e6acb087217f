#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "core/time.h"

namespace decant::http {

/// Which forms of a Retry-After header are understood.
enum class RetryAfterForms : unsigned char {
  standard,  ///< seconds, also with a fraction; HTTP date
  extended,  ///< also seconds since 1970 (above a thousand million) and ISO 8601
};

/// How long the header asks to wait from `now` on; not below 0. Nothing if it is in no known form.
std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view value, Micros now, RetryAfterForms forms);

/// An instant in one of the three forms of RFC 9110, 5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`,
/// `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`.
std::optional<Micros> parse_http_date(std::string_view text);

}  // namespace decant::http
