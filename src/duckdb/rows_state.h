#pragma once

// Inside this room only.
#include <memory>
#include <vector>

#include "duckdb/failure.h"
#include "duckdb/rows.h"
#include "duckdb/session.h"

namespace decant::duckdb {

struct Rows::State {
  /// `owner` (the session, of a type that only Connection names) is kept alive and gives the functions.
  template <typename Session>
  explicit State(std::shared_ptr<Session> owner) : api(owner->api()), session(std::move(owner)) {}
  ~State() {
    drop_chunk();
    api.destroy_result(&result);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  void drop_chunk() {
    if (chunk != nullptr) api.destroy_data_chunk(&chunk);
  }
  void read_columns();
  [[nodiscard]] std::unexpected<Error> failure() {
    return fail_with(api.result_error_type(&result), api.result_error(&result));
  }

  const Api& api;
  std::shared_ptr<void> session;
  duckdb_result result{};
  duckdb_data_chunk chunk = nullptr;
  std::vector<Column> columns;
};

}  // namespace decant::duckdb
