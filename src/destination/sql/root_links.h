#pragma once

#include <span>
#include <vector>

#include "core/result.h"
#include "destination/destination.h"
#include "destination/sql/layout.h"
#include "destination/sql/sql_session.h"

namespace decant::destination {

/// Nested tables of a chain that are there, but not yet the column that links their rows to the root row: they were
/// loaded before the root table was merged.
std::vector<const schema::Table*> tables_without_root_key(std::span<const TableLoad> chain, const Layout& layout);

/// Links the rows of those tables, whose column has been made meanwhile, to their root rows, by way of their parents.
/// Without that a merge would leave them behind when it removes their root row.
Result<void> link_to_roots(SqlSession& session, const Layout& layout, std::span<const schema::Table* const> tables);

}  // namespace decant::destination
