#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "destination/postgres/connection.h"

namespace decant::destination {

/// Destination::missing_rights for the role of a connection and a dataset.
Result<std::vector<std::string>> missing_postgres_rights(PostgresConnection& connection, const std::string& dataset);

}  // namespace decant::destination
