#pragma once

#include "core/result.h"
#include "destination/postgres/connection.h"
#include "destination/postgres/credentials.h"

namespace decant::destination {

/// Connects to a server that was reached before: one that is restarting, or has no connection free just now, is tried
/// again for some seconds. Errors as those of PostgresConnection::open.
Result<PostgresConnection> open_patiently(const PostgresCredentials& credentials);

}  // namespace decant::destination
