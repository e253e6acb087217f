#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/result.h"
#include "destination/sql/sql_session.h"
#include "schema/table.h"

namespace decant::destination {

/// The columns that the rows of a table are written to: those of the schema's table that have a type.
struct WrittenColumns {
  std::vector<std::size_t> positions;  ///< in the schema's table, and so in its batches
  std::vector<std::string> names;      ///< as the database writes them

  static Result<WrittenColumns> of(const schema::Table& table, const StoredTable& stored);
};

}  // namespace decant::destination
