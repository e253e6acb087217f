#pragma once

#include <string>
#include <string_view>

#include "core/time.h"

namespace decant::state {

// Marks before values that JSON lacks, in dlt's typed JSON: U+F026, U+F027, U+F028 as UTF-8.
inline constexpr std::string_view kDecimalMark = "\xEF\x80\xA6";
inline constexpr std::string_view kTimestampMark = "\xEF\x80\xA7";
inline constexpr std::string_view kDateMark = "\xEF\x80\xA8";

/// A timestamp as typed JSON holds it: the mark and ISO 8601 in UTC.
std::string typed_timestamp(Micros instant);

}  // namespace decant::state
