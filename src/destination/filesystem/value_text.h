#pragma once

#include <cstdint>
#include <string>

#include "core/time.h"

namespace decant::destination {

void append_integer(std::int64_t value, std::string& out);

/// `2024-03-10`; years beyond four digits as they are.
void append_date(std::int64_t days, std::string& out);

/// `07:08:09`, with `.000001` if it has a fraction.
void append_clock(std::int64_t micros, std::string& out);

/// Date and clock with `separator` between them; `+00:00` behind them if `has_zone`.
void append_instant(Micros instant, char separator, bool has_zone, std::string& out);

}  // namespace decant::destination
