#pragma once

#include <string>
#include <string_view>

#include "json/document.h"
#include "json/value.h"

namespace decant::json {

/// Compact JSON as dlt writes it: no space, non-ASCII as it is, shortest doubles (`1e-6`, `1.5e17`), NaN and infinities
/// as null.
std::string write(const Value& value);

/// Compact, with the keys of every object in byte order: the form that hashes are taken of.
std::string write_sorted(const Value& value);

/// Indented by two spaces.
std::string write_pretty(const Value& value);

/// Appends a parsed value, compact; a number_text as it was sent.
void append(const Node& node, std::string& out);
std::string write(const Node& node);

/// Appends a JSON string with quotes and escapes.
void append_string(std::string_view text, std::string& out);

/// Appends a JSONPath's step to a member: `.name`, or `["a key"]` for a key that is no plain name.
void append_path_step(std::string_view key, std::string& path);

/// Appends a double in the form above.
void append_real(double real, std::string& out);

}  // namespace decant::json
