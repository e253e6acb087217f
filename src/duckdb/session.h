#pragma once

// Inside this room only.
#include <memory>

#include "duckdb/connection.h"
#include "duckdb/state.h"

namespace decant::duckdb {

struct Connection::Session {
  explicit Session(std::shared_ptr<Database::State> owner) : database(std::move(owner)) {}
  ~Session() {
    if (connection != nullptr) database->api.disconnect(&connection);
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  [[nodiscard]] const Api& api() const { return database->api; }

  std::shared_ptr<Database::State> database;
  duckdb_connection connection = nullptr;
};

}  // namespace decant::duckdb
