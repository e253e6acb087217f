#pragma once

#include <string>

#include "core/error.h"
#include "json/value.h"

namespace decant::cli {

/// An error for people, secrets hidden, with a line end:
///
///   error: `source.page_size` must be a whole number, but is text
///     at centra.yaml:7
///     hint: …
std::string error_text(const Error& error);

/// The same for programs: {"error": {"kind", "message", "hint", …}}, parts that do not apply left out.
json::Value error_json(const Error& error);

}  // namespace decant::cli
