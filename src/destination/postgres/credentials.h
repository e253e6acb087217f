#pragma once

#include <string>
#include <utility>
#include <vector>

namespace decant::destination {

/// How a PostgreSQL server is reached.
struct PostgresCredentials {
  std::string host = "localhost";  ///< or the folder of a Unix socket
  int port = 5432;
  std::string database;
  std::string username;
  std::string password;
  int connect_timeout = 15;                                     ///< seconds
  std::vector<std::pair<std::string, std::string>> parameters;  ///< libpq's others: sslmode, application_name, …

  friend bool operator==(const PostgresCredentials&, const PostgresCredentials&) = default;
};

/// dlt's printable form, without password and parameters: `postgresql://user:***@host:5432/database`.
std::string printable(const PostgresCredentials& credentials);

}  // namespace decant::destination
