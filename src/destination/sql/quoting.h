#pragma once

#include <span>
#include <string>
#include <string_view>

namespace decant::destination {

/// `"name"`, quotes inside doubled: an identifier for DuckDB, PostgreSQL and their kin. A backslash is an ordinary
/// character in it (dlt doubles it, which makes another name of it).
std::string quote_identifier(std::string_view name);

/// `'text'`, quotes inside doubled. Values are bound instead wherever the statement allows it.
std::string quote_literal(std::string_view text);

/// `prefix"a", prefix"b"`: a list of columns; `prefix` is empty or an alias with its dot.
std::string quote_list(std::span<const std::string> names, std::string_view prefix = {});

/// ASCII letters in lower case: two identifiers are the same one to a case-insensitive database if this is equal.
std::string fold_case(std::string_view name);

}  // namespace decant::destination
