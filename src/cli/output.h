#pragma once

#include <cstdio>
#include <string_view>

#include "core/result.h"
#include "json/value.h"

namespace decant::cli {

/// Writes bytes to a stream; an error of kind `io` if it does not take them (disk full, closed pipe).
Result<void> put(std::FILE* stream, std::string_view bytes);

/// A document on standard output, indented, with a line end.
Result<void> put_json(const json::Value& document);

}  // namespace decant::cli
