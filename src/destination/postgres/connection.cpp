#include "destination/postgres/connection.h"

#include <libpq-fe.h>

#include <charconv>
#include <optional>
#include <utility>

#include "core/time.h"
#include "destination/postgres/failure.h"

namespace decant::destination {

namespace {

struct ResultDeleter {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, ResultDeleter>;

/// Values as the texts that libpq sends.
class BoundValues {
 public:
  Result<void> bind(std::span<const SqlValue> values) {
    for (const auto& value : values) {
      if (const auto* const integer = std::get_if<std::int64_t>(&value)) {
        texts_.push_back(std::to_string(*integer));
      } else if (const auto* const text = std::get_if<std::string_view>(&value)) {
        if (text->find('\0') != std::string_view::npos)
          return fail(ErrorKind::usage, "PostgreSQL takes no text with a NUL character");
        texts_.emplace_back(*text);
      } else {
        texts_.push_back(to_iso8601(std::get<SqlInstant>(value).micros));
      }
    }
    for (const auto& text : texts_) pointers_.push_back(text.c_str());
    return {};
  }

  [[nodiscard]] int count() const { return static_cast<int>(pointers_.size()); }
  [[nodiscard]] const char* const* data() const { return pointers_.data(); }

 private:
  std::vector<std::string> texts_;
  std::vector<const char*> pointers_;
};

/// Options of a connection as libpq wants them: two lists of texts that end with null.
class ConnectOptions {
 public:
  void add(const std::string& name, std::string value) {
    names_.push_back(name);
    values_.push_back(std::move(value));
  }
  [[nodiscard]] PGconn* connect() const {
    std::vector<const char*> names;
    std::vector<const char*> values;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      names.push_back(names_[i].c_str());
      values.push_back(values_[i].c_str());
    }
    names.push_back(nullptr);
    values.push_back(nullptr);
    return PQconnectdbParams(names.data(), values.data(), 0);
  }

 private:
  std::vector<std::string> names_;
  std::vector<std::string> values_;
};

Result<std::string> terminated(std::string_view sql) {
  if (sql.find('\0') != std::string_view::npos) return fail(ErrorKind::usage, "the SQL text contains a NUL byte");
  return std::string(sql);
}

std::uint64_t rows_changed(PGresult* result) {
  const std::string_view text = PQcmdTuples(result);
  std::uint64_t rows = 0;
  std::from_chars(text.data(), text.data() + text.size(), rows);
  return rows;
}

}  // namespace

struct PostgresConnection::State {
  explicit State(PGconn* opened) : connection(opened) {}
  ~State() { PQfinish(connection); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  [[nodiscard]] std::unexpected<Error> failure(const PGresult* result) const {
    const char* const state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char* const primary = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const char* const detail = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL);
    return postgres_failure({.sqlstate = state == nullptr ? "" : state,
                             .message = primary == nullptr ? PQerrorMessage(connection) : primary,
                             .detail = detail == nullptr ? "" : detail,
                             .is_lost = PQstatus(connection) != CONNECTION_OK});
  }

  Result<Answer> run(std::string_view sql, std::span<const SqlValue> values) const {
    DECANT_TRY(const auto text, terminated(sql));
    BoundValues bound;
    DECANT_TRY(bound.bind(values));
    Answer answer(PQexecParams(connection, text.c_str(), bound.count(), nullptr, bound.data(), nullptr, nullptr, 0));
    return checked(std::move(answer));
  }

  Result<Answer> checked(Answer answer) const {
    switch (PQresultStatus(answer.get())) {
      case PGRES_COMMAND_OK:
      case PGRES_TUPLES_OK:
      case PGRES_SINGLE_TUPLE:
      case PGRES_COPY_IN: return answer;
      default: return failure(answer.get());
    }
  }

  /// Reads what is left of a statement whose answers come one by one.
  void drain() const {
    while (const Answer rest{PQgetResult(connection)}) {
    }
  }

  Result<void> show(const Answer& answer, const EachRow& each) const {
    const int rows = PQntuples(answer.get());
    std::vector<std::optional<std::string_view>> cells(static_cast<std::size_t>(PQnfields(answer.get())));
    for (int row = 0; row < rows; ++row) {
      for (int i = 0; i < static_cast<int>(cells.size()); ++i) {
        auto& cell = cells[static_cast<std::size_t>(i)];
        cell.reset();
        if (PQgetisnull(answer.get(), row, i) == 1) continue;
        cell.emplace(PQgetvalue(answer.get(), row, i), static_cast<std::size_t>(PQgetlength(answer.get(), row, i)));
      }
      DECANT_TRY(each(cells));
    }
    return {};
  }

  PGconn* connection;
};

PostgresConnection::PostgresConnection(std::unique_ptr<State> state) : state_(std::move(state)) {}
PostgresConnection::~PostgresConnection() = default;
PostgresConnection::PostgresConnection(PostgresConnection&&) noexcept = default;
PostgresConnection& PostgresConnection::operator=(PostgresConnection&&) noexcept = default;

Result<PostgresConnection> PostgresConnection::open(const PostgresCredentials& credentials) {
  ConnectOptions options;
  options.add("host", credentials.host);
  options.add("port", std::to_string(credentials.port));
  options.add("dbname", credentials.database);
  if (!credentials.username.empty()) options.add("user", credentials.username);
  if (!credentials.password.empty()) options.add("password", credentials.password);
  options.add("connect_timeout", std::to_string(credentials.connect_timeout));
  options.add("application_name", "decant");
  for (const auto& [name, value] : credentials.parameters) options.add(name, value);
  options.add("client_encoding", "UTF8");
  auto state = std::make_unique<State>(options.connect());
  if (PQstatus(state->connection) != CONNECTION_OK)
    return connect_failure(PQerrorMessage(state->connection), printable(credentials));
  // Notices (a table that is there already) would go to standard error.
  PQsetNoticeProcessor(state->connection, [](void*, const char*) {}, nullptr);
  PostgresConnection connection(std::move(state));
  DECANT_TRY(connection.execute("SET TIME ZONE 'UTC'"));
  return connection;
}

Result<std::uint64_t> PostgresConnection::execute(std::string_view sql, std::span<const SqlValue> values) {
  DECANT_TRY(const auto answer, state_->run(sql, values));
  return rows_changed(answer.get());
}

Result<void> PostgresConnection::query(std::string_view sql, std::span<const SqlValue> values, const EachRow& each) {
  DECANT_TRY(const auto text, terminated(sql));
  BoundValues bound;
  DECANT_TRY(bound.bind(values));
  PGconn* const connection = state_->connection;
  if (PQsendQueryParams(connection, text.c_str(), bound.count(), nullptr, bound.data(), nullptr, nullptr, 0) != 1)
    return state_->failure(nullptr);
  PQsetSingleRowMode(connection);
  Result<void> shown;
  while (Answer answer{PQgetResult(connection)}) {
    if (!shown) continue;
    auto row = state_->checked(std::move(answer));
    shown = row ? state_->show(*row, each) : fail(std::move(row).error());
  }
  return shown;
}

Result<std::vector<PostgresConnection::Column>> PostgresConnection::describe(std::string_view sql) {
  DECANT_TRY(const auto text, terminated(sql));
  DECANT_TRY(state_->checked(Answer(PQprepare(state_->connection, "", text.c_str(), 0, nullptr))));
  DECANT_TRY(const auto answer, state_->checked(Answer(PQdescribePrepared(state_->connection, ""))));
  std::vector<Column> columns;
  columns.reserve(static_cast<std::size_t>(PQnfields(answer.get())));
  for (int i = 0; i < PQnfields(answer.get()); ++i)
    columns.push_back({.name = PQfname(answer.get(), i), .type = PQftype(answer.get(), i)});
  return columns;
}

Result<void> PostgresConnection::begin_copy(std::string_view sql) {
  DECANT_TRY(const auto answer, state_->run(sql, {}));
  if (PQresultStatus(answer.get()) != PGRES_COPY_IN) return fail(ErrorKind::internal, "the statement is no COPY");
  return {};
}

Result<void> PostgresConnection::put_copy(std::string_view bytes) {
  if (PQputCopyData(state_->connection, bytes.data(), static_cast<int>(bytes.size())) == 1) return {};
  auto failed = state_->failure(nullptr);
  state_->drain();
  return failed;
}

Result<void> PostgresConnection::end_copy() {
  if (PQputCopyEnd(state_->connection, nullptr) != 1) {
    auto failed = state_->failure(nullptr);
    state_->drain();
    return failed;
  }
  auto answer = state_->checked(Answer(PQgetResult(state_->connection)));
  state_->drain();
  if (!answer) return fail(std::move(answer).error());
  return {};
}

void PostgresConnection::abort_copy(const std::string& reason) {
  PQputCopyEnd(state_->connection, reason.c_str());
  state_->drain();
}

}  // namespace decant::destination
