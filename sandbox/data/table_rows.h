#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace decant::sandbox {

/// Table name -> how many rows it has.
using TableRows = std::map<std::string, std::size_t>;

/// Counts the rows that a record becomes in relational tables as dlt makes them: one of `table`; one of `table__list`
/// for each element of a nested list, and of `table__object__list` where an object stands between; `__list` for a list
/// in a list; one of `table__map` for each member of an object that Centra keys by ids. `record` is JSON without
/// spaces, as `JsonWriter` writes it.
void count_rows(std::string_view record, const std::string& table, TableRows& rows);

/// A key as dlt's naming convention `snake_case` writes it (`taxBreakdown` becomes `tax_breakdown`).
std::string snake_case(std::string_view key);

}  // namespace decant::sandbox
