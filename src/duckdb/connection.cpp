#include "duckdb/connection.h"

#include <utility>

#include "duckdb/failure.h"
#include "duckdb/rows_state.h"
#include "duckdb/session.h"

namespace decant::duckdb {

/// A prepared statement of one SQL text.
class Connection::Statement {
 public:
  explicit Statement(const Api& api) : api_(api) {}
  ~Statement() {
    if (statement_ != nullptr) api_.destroy_prepare(&statement_);
  }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  Result<void> prepare(duckdb_connection connection, std::string_view sql) {
    const std::string text(sql);  // the C interface wants a terminated text
    if (text.find('\0') != std::string::npos) return fail(ErrorKind::usage, "the SQL text contains a NUL byte");
    duckdb_extracted_statements extracted = nullptr;
    const idx_t count = api_.extract_statements(connection, text.c_str(), &extracted);
    auto prepared = prepare_only(connection, extracted, count);
    api_.destroy_extracted(&extracted);
    return prepared;
  }

  Result<void> bind(std::span<const Parameter> parameters) {
    for (idx_t i = 0; i < parameters.size(); ++i) {
      if (bind_one(i + 1, parameters[i]) != DuckDBSuccess) return fail_with(api_.prepare_error(statement_));
    }
    return {};
  }

  /// Whether it can only read: a SELECT, which SHOW, DESCRIBE and a bare FROM or VALUES are too. (EXPLAIN ANALYZE runs
  /// whatever it is given.)
  [[nodiscard]] bool only_reads() const {
    return api_.prepared_statement_type(statement_) == DUCKDB_STATEMENT_TYPE_SELECT;
  }

  [[nodiscard]] duckdb_prepared_statement get() const { return statement_; }

 private:
  Result<void> prepare_only(duckdb_connection connection, duckdb_extracted_statements extracted, idx_t count) {
    if (count == 0) {
      const char* const message = api_.extract_statements_error(extracted);
      if (message != nullptr && *message != '\0') return fail_with(message);
      return fail(ErrorKind::usage, "there is no SQL statement");
    }
    if (count > 1) {
      return fail(ErrorKind::usage, std::to_string(count) + " SQL statements were given, one is taken",
                  "run them one by one");
    }
    if (api_.prepare_extracted_statement(connection, extracted, 0, &statement_) != DuckDBSuccess) {
      return fail_with(api_.prepare_error(statement_));
    }
    return {};
  }

  duckdb_state bind_one(idx_t index, const Parameter& parameter) {
    if (const auto* const flag = std::get_if<bool>(&parameter)) return api_.bind_boolean(statement_, index, *flag);
    if (const auto* const integer = std::get_if<std::int64_t>(&parameter)) {
      return api_.bind_int64(statement_, index, *integer);
    }
    if (const auto* const real = std::get_if<double>(&parameter)) return api_.bind_double(statement_, index, *real);
    if (const auto* const text = std::get_if<std::string_view>(&parameter)) {
      return api_.bind_varchar_length(statement_, index, text->data(), text->size());
    }
    if (const auto* const instant = std::get_if<Instant>(&parameter)) {
      return api_.bind_timestamp_tz(statement_, index, duckdb_timestamp{instant->micros});
    }
    return api_.bind_null(statement_, index);
  }

  const Api& api_;
  duckdb_prepared_statement statement_ = nullptr;
};

Result<Connection> Connection::open(std::shared_ptr<Database::State> database) {
  auto session = std::make_shared<Session>(std::move(database));
  if (session->api().connect(session->database->database, &session->connection) != DuckDBSuccess) {
    return fail(ErrorKind::destination, "DuckDB gave no connection");
  }
  return Connection(std::move(session));
}

Result<std::uint64_t> Connection::execute(std::string_view sql, std::span<const Parameter> parameters) {
  const Api& api = session_->api();
  Statement statement(api);
  DECANT_TRY(statement.prepare(session_->connection, sql));
  DECANT_TRY(statement.bind(parameters));
  Rows::State rows(session_);
  if (api.execute_prepared(statement.get(), &rows.result) != DuckDBSuccess) return rows.failure();
  return api.rows_changed(&rows.result);
}

Result<Rows> Connection::query(std::string_view sql, std::span<const Parameter> parameters) {
  Statement statement(session_->api());
  DECANT_TRY(statement.prepare(session_->connection, sql));
  DECANT_TRY(statement.bind(parameters));
  return run(statement);
}

Result<Rows> Connection::query_read_only(std::string_view sql) {
  Statement statement(session_->api());
  DECANT_TRY(statement.prepare(session_->connection, sql));
  if (!statement.only_reads()) {
    return fail(ErrorKind::usage, "the statement is none that only reads", "give a SELECT, DESCRIBE or SHOW");
  }
  return run(statement);
}

Result<Rows> Connection::run(const Statement& statement) {
  const Api& api = session_->api();
  auto rows = std::make_unique<Rows::State>(session_);
  const auto execute =
      api.execute_prepared_streaming != nullptr ? api.execute_prepared_streaming : api.execute_prepared;
  if (execute(statement.get(), &rows->result) != DuckDBSuccess) return rows->failure();
  rows->read_columns();
  return Rows(std::move(rows));
}

Result<void> Connection::begin() {
  DECANT_TRY(execute("BEGIN TRANSACTION"));
  return {};
}

Result<void> Connection::commit() {
  DECANT_TRY(execute("COMMIT"));
  return {};
}

Result<void> Connection::rollback() {
  DECANT_TRY(execute("ROLLBACK"));
  return {};
}

void Connection::interrupt() { session_->api().interrupt(session_->connection); }

}  // namespace decant::duckdb
