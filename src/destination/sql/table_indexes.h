#pragma once

#include <cstdint>
#include <vector>

#include "schema/table.h"

namespace decant::destination {

/// An index that a table which a load makes should have, as far as the database has a form for it.
struct TableIndex {
  std::vector<const schema::Column*> columns;
  bool is_unique = false;
  bool serves_merge = false;  ///< rows are looked up by its columns
};

/// The indexes of a table with columns that have a type. `merged_root`: the root of its chain, if that is merged.
std::vector<TableIndex> indexes_of(const schema::Table& table, const schema::Table* merged_root);

}  // namespace decant::destination
