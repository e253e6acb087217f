#pragma once

#include <string>

#include "core/result.h"
#include "destination/postgres/connection.h"
#include "destination/sql/sql_session.h"

namespace decant::destination {

/// Copies the rows of one table of the schema into a table of the database, by binary COPY. `path` is quoted.
Result<void> copy_rows(PostgresConnection& connection, const std::string& path, const StoredTable& stored,
                       const schema::Table& table, normalize::BatchReader& rows, const OnRows& on_rows);

}  // namespace decant::destination
