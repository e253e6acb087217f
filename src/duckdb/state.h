#pragma once

// Inside this room only.
#include <string>

#include "duckdb/api.h"
#include "duckdb/database.h"
#include "duckdb/open_files.h"

namespace decant::duckdb {

struct Database::State {
  explicit State(const Api& functions) : api(functions) {}
  ~State() {
    if (database != nullptr) api.close(&database);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  const Api& api;
  OpenFile file;  ///< given back after the database is closed
  std::string catalog;
  duckdb_database database = nullptr;
};

}  // namespace decant::duckdb
