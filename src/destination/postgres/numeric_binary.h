#pragma once

#include <string>
#include <string_view>

namespace decant::destination {

/// Appends the binary form in which PostgreSQL takes a numeric: counts of digits, weight, sign and scale, then digits
/// of base 10,000. `text` is a decimal text as batches have it (`-1.25`, `1E+5`). False: it is none, or has more digits
/// than the form can say.
bool append_numeric(std::string_view text, std::string& out);

}  // namespace decant::destination
