#pragma once

// For tests only.
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "core/hash.h"
#include "destination/postgres/credentials.h"

namespace decant::destination {

/// A PostgreSQL server of this process's own, from Debian's packages, reached by a Unix socket. Started when it is
/// first asked for, ended with the process.
class PostgresTestServer {
 public:
  static const PostgresTestServer& get() {
    static const PostgresTestServer server;
    return server;
  }

  [[nodiscard]] PostgresCredentials credentials() const {
    PostgresCredentials credentials;
    credentials.host = folder_.string();
    credentials.database = "postgres";
    credentials.username = "postgres";
    return credentials;
  }

  /// `again`, `stop`: what tests/postgres/server does.
  void run(const std::string& command) const {
    if (std::system(line_of(command).c_str()) != 0)
      throw std::runtime_error("the PostgreSQL server for tests failed: " + line_of(command));
  }

  PostgresTestServer(const PostgresTestServer&) = delete;
  PostgresTestServer& operator=(const PostgresTestServer&) = delete;

 private:
  PostgresTestServer() { run("start"); }
  ~PostgresTestServer() {
    if (std::system(line_of("stop").c_str()) == 0) std::filesystem::remove_all(folder_);
  }

  [[nodiscard]] std::string line_of(const std::string& command) const {
    const char* const script = std::getenv("DECANT_POSTGRES_SERVER");  // ctest says where it is
    return std::string(script == nullptr ? "tests/postgres/server" : script) + " " + command + " " + folder_.string();
  }

  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("decant-postgres-" + random_hex(8));
};

}  // namespace decant::destination
