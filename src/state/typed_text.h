#pragma once

#include <string>
#include <string_view>

#include "core/time.h"

namespace decant::state {

/// UTF-8 of U+F027, the mark before a timestamp in dlt's typed JSON.
inline constexpr std::string_view kTimestampMark = "\xEF\x80\xA7";

/// A timestamp as typed JSON holds it: the mark and ISO 8601 in UTC.
std::string typed_timestamp(Micros instant);

}  // namespace decant::state
