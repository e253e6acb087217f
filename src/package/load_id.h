#pragma once

#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/result.h"
#include "core/time.h"

namespace decant::package {

/// A new load id in dlt's form: seconds since 1970 as the shortest text of a double (`1795433184.4623818`), greater
/// than `last` (empty: none) as number and as text.
std::string make_load_id(const Clock& clock, std::string_view last);

/// Whether a text has the form of a load id: digits, a point, digits. Safe as a folder's name.
bool is_load_id(std::string_view text);

/// The instant of a load id, rounded to microseconds as dlt does. An error of kind `usage` if it is none.
Result<Micros> instant_of(std::string_view load_id);

}  // namespace decant::package
