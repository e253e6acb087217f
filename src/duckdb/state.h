#pragma once

// Inside this room only.
#include <filesystem>
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
  OpenFile file;                ///< given back after the database is closed
  std::filesystem::path spill;  ///< folder for what does not fit into the memory; empty: none
  std::string catalog;
  bool is_new = false;
  duckdb_database database = nullptr;
};

}  // namespace decant::duckdb
