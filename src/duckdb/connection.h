#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "core/result.h"
#include "core/time.h"
#include "duckdb/database.h"
#include "duckdb/rows.h"

namespace decant::duckdb {

/// An instant, to be bound as TIMESTAMP WITH TIME ZONE.
struct Instant {
  Micros micros = 0;
};

/// A value bound to `?`; monostate is NULL. Texts must live until the call returns.
using Parameter = std::variant<std::monostate, bool, std::int64_t, double, std::string_view, Instant>;

/// One session. Move-only; used by one thread at a time, but for interrupt(). What is open at its end is rolled back.
class Connection {
 public:
  /// Runs one statement and drops its rows; returns how many rows it changed.
  Result<std::uint64_t> execute(std::string_view sql, std::span<const Parameter> parameters = {});
  Result<std::uint64_t> execute(std::string_view sql, std::initializer_list<Parameter> parameters) {
    return execute(sql, std::span(parameters.begin(), parameters.size()));
  }

  /// Runs one statement; its rows come as they are read. They must be read, or dropped, before the next statement.
  Result<Rows> query(std::string_view sql, std::span<const Parameter> parameters = {});
  Result<Rows> query(std::string_view sql, std::initializer_list<Parameter> parameters) {
    return query(sql, std::span(parameters.begin(), parameters.size()));
  }

  /// The same for a statement that changes nothing, whatever it is given access to. Error of kind `usage`: it is
  /// another.
  Result<Rows> query_read_only(std::string_view sql);

  Result<void> begin();
  Result<void> commit();
  Result<void> rollback();

  /// Makes the running statement fail with kind `cancelled`. Any thread may call it.
  void interrupt();

 private:
  struct Session;
  class Statement;
  friend class Database;
  friend class Appender;
  friend class RowStream;
  explicit Connection(std::shared_ptr<Session> session) : session_(std::move(session)) {}
  Result<Rows> run(const Statement& statement);
  static Result<Connection> open(std::shared_ptr<Database::State> database);

  std::shared_ptr<Session> session_;
};

}  // namespace decant::duckdb
