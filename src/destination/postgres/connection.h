#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "destination/postgres/credentials.h"
#include "destination/sql/sql_session.h"

namespace decant::destination {

/// One session with a PostgreSQL server; the only place that sees libpq, together with connection.cpp. Errors carry the
/// SQLSTATE. Move-only; what is open at its end is rolled back by the server.
class PostgresConnection {
 public:
  /// Connects; the session's times are UTC, its texts UTF-8. Errors: kind `auth` (the server refused the credentials),
  /// `network` (it was not reached), `destination` (anything else).
  static Result<PostgresConnection> open(const PostgresCredentials& credentials);

  ~PostgresConnection();
  PostgresConnection(PostgresConnection&&) noexcept;
  PostgresConnection& operator=(PostgresConnection&&) noexcept;

  /// A column of an answer.
  struct Column {
    std::string name;
    std::uint32_t type = 0;  ///< the OID
  };

  /// Runs one statement and drops its rows; returns how many rows it changed.
  Result<std::uint64_t> execute(std::string_view sql, std::span<const SqlValue> values = {});

  /// Runs one statement and shows each of its rows as it comes.
  Result<void> query(std::string_view sql, std::span<const SqlValue> values, const EachRow& each);

  /// The columns of the answer to a statement that is not run.
  Result<std::vector<Column>> describe(std::string_view sql);

  /// `COPY … FROM STDIN`: begin, put any number of times, end. After an error of put or end there is no copy any more.
  Result<void> begin_copy(std::string_view sql);
  Result<void> put_copy(std::string_view bytes);
  Result<void> end_copy();
  /// Ends a copy whose rows are not wanted.
  void abort_copy(const std::string& reason);

 private:
  struct State;
  explicit PostgresConnection(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace decant::destination
