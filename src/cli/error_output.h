#pragma once

#include <string>

#include "core/error.h"
#include "json/value.h"

namespace decant::cli {

/// An error for people, secrets hidden, with a line end: what happened, while doing what, where it is set, what to do.
/// The layout of every error; those that were found together follow each other.
///
///   error: Centra does not know this key: 401 Client Error: …
///     while fetching page 1 of orders
///     at centra.yaml:7 (`source.api_key`)
///     hint: …
std::string error_text(const Error& error);

/// The same for programs: {"error": {"kind", "message", "hint", "context", "file", "line", "place", "setting", "url",
/// "http_status", "sqlstate", "json_path", "further"}}, parts that do not apply left out.
json::Value error_json(const Error& error);

}  // namespace decant::cli
