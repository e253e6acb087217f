#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace decant::destination {

/// What the server says of a statement.
struct PostgresAnswer {
  std::string sqlstate;  ///< empty: it said nothing
  std::string message;
  std::string detail;
  bool is_lost = false;  ///< the connection is gone
};

/// The error of a statement, with what to do. Details of the server that hold values of the data are not repeated.
std::unexpected<Error> postgres_failure(const PostgresAnswer& answer);

/// The error of a connection that was not made. `message` is libpq's, `server` the printable address.
std::unexpected<Error> connect_failure(std::string_view message, const std::string& server);

}  // namespace decant::destination
