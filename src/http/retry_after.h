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

}  // namespace decant::http
