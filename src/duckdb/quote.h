#pragma once

#include <string>
#include <string_view>

namespace decant::duckdb {

/// `"name"`, quotes in it doubled.
std::string quote_identifier(std::string_view name);

/// `'text'`, quotes in it doubled.
std::string quote_literal(std::string_view text);

/// The pattern that fits just this path, for functions that read files: `*`, `?` and `[` stand for themselves.
std::string pattern_of(std::string_view path);

}  // namespace decant::duckdb
