#pragma once

#include <string>

#include "http/query.h"
#include "json/value.h"

namespace decant::source::rest {

/// Appends a configured or filled-in value as Python's requests sends it in a query or form: null is left out, a list
/// repeats the name, as does a list in it, an object counts as the list of its keys, and anything else is written as
/// Python writes it (`True`, `1.5`).
void append_values(const std::string& name, const json::Value& value, http::Parameters& parameters);

}  // namespace decant::source::rest
