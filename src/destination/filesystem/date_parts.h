#pragma once

#include <string>
#include <string_view>

#include "core/time.h"

namespace decant::destination {

/// Whether a placeholder of a layout is a part of a date: `YYYY`, `MM`, `dddd`, `SSS` …
bool is_date_part(std::string_view name);

/// That part of an instant in UTC, in lower case: `2024`, `01`, `monday`, `123`. Empty for other names.
std::string date_part(std::string_view name, Micros instant);

}  // namespace decant::destination
