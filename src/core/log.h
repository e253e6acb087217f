#pragma once

#include <string_view>

namespace decant {

enum class LogLevel { debug, info, warning, error };

/// What is written to standard error from now on; the default is `warning`. dlt's `runtime.log_level`.
void set_log_level(LogLevel level);

/// Writes a line to standard error, known secrets hidden.
void log(LogLevel level, std::string_view message);

}  // namespace decant
