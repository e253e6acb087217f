#include "destination/postgres/failure.h"

#include <algorithm>
#include <span>
#include <utility>

namespace decant::destination {

namespace {

struct Advice {
  std::string_view begins;  ///< of the SQLSTATE; or what the message has in it
  ErrorKind kind;
  const char* hint;
};

// https://www.postgresql.org/docs/15/errcodes-appendix.html
constexpr Advice kAdvice[] = {
    {"28", ErrorKind::auth, "check username and password of the destination"},
    {"2BP01", ErrorKind::destination,
     "something else depends on the table, such as a view: drop that first, or replace by truncate-and-insert"},
    {"3D000", ErrorKind::destination, "create the database, or correct its name in the destination"},
    {"42501", ErrorKind::destination,
     "give the role the right that the server names; `decant doctor` says which ones a load needs"},
    {"53100", ErrorKind::destination, "free some space on the server's disk; nothing of this load is visible"},
    {"53300", ErrorKind::destination, "close connections that are not needed, or raise max_connections"},
    {"53", ErrorKind::destination, "the server is short of memory or another resource: try again when it is less busy"},
    {"55P03", ErrorKind::destination, "another session holds a lock: find it in pg_stat_activity, and try again"},
    {"57014", ErrorKind::destination, "the statement took longer than statement_timeout: raise it"},
    {"57P", ErrorKind::network, "the server is starting or stopping: try again"},
    {"22003", ErrorKind::destination,
     "give the column a type that holds the value, by a hint, before the table is made"},
    {"23505", ErrorKind::destination, "a row with this unique value is there already: check the keys of the resource"},
    {"40", ErrorKind::destination, "another session got in the way: try again"},
};

constexpr Advice kConnectAdvice[] = {
    {"password authentication failed", ErrorKind::auth, "check username and password of the destination"},
    {"no password supplied", ErrorKind::auth, "set the password: destination.postgres.credentials.password"},
    {"role \"", ErrorKind::auth, "check the username of the destination"},
    {"database \"", ErrorKind::destination, "create the database, or correct its name in the destination"},
    {"too many clients", ErrorKind::destination, "close connections that are not needed, or raise max_connections"},
    {"SSL", ErrorKind::network, "check sslmode and the certificates of the destination"},
    {"certificate", ErrorKind::network, "check sslmode and the certificates of the destination"},
    {"could not translate host name", ErrorKind::network, "check the host's name"},
    {"Connection refused", ErrorKind::network, "check host and port, and whether the server runs"},
    {"No such file or directory", ErrorKind::network, "check host and port, and whether the server runs"},
    {"timeout", ErrorKind::network, "check host and port, or raise connect_timeout"},
};

// What the server says of a right that is missing (in English alone; else the advice by SQLSTATE has to do).
constexpr Advice kRightAdvice[] = {
    {"create temporary tables", ErrorKind::destination,
     "let the role keep rows aside while it merges: GRANT TEMPORARY ON DATABASE"},
    {"must be owner of", ErrorKind::destination,
     "let the role own what it is to change: ALTER TABLE … OWNER TO, or make it a member of the owner's role"},
    {"permission denied for database", ErrorKind::destination,
     "let the role do this: GRANT CREATE ON DATABASE for a new dataset, or make the schema for it and own it by the "
     "role"},
    {"permission denied for schema", ErrorKind::destination,
     "let the role use the dataset and make tables in it: GRANT USAGE, CREATE ON SCHEMA"},
    {"permission denied for table", ErrorKind::destination,
     "let the role read and change the table: GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE"},
};

const Advice* found_in(std::string_view message, std::span<const Advice> advice) {
  const auto found = std::find_if(advice.begin(), advice.end(), [&](const Advice& one) {
    return message.find(one.begins) != std::string_view::npos;
  });
  return found == advice.end() ? nullptr : &*found;
}

std::string without_end(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
  std::string line(text);
  for (char& c : line) {
    if (c == '\n' || c == '\t') c = ' ';
  }
  return line;
}

}  // namespace

std::unexpected<Error> postgres_failure(const PostgresAnswer& answer) {
  Error error{.kind = ErrorKind::destination,
              .message = "PostgreSQL: " + without_end(answer.message),
              .hint = "",
              .details = {},
              .context = {}};
  error.details.sqlstate = answer.sqlstate;
  for (const auto& advice : kAdvice) {
    if (!answer.sqlstate.starts_with(advice.begins)) continue;
    const Advice* const right = answer.sqlstate == "42501" ? found_in(answer.message, kRightAdvice) : nullptr;
    error.kind = advice.kind;
    error.hint = right == nullptr ? advice.hint : right->hint;
    return fail(std::move(error));
  }
  // libpq notices a lost connection late at times: what it says then is all there is.
  const bool says_so = answer.message.find("connection") != std::string::npos;
  if (answer.sqlstate.empty() && (answer.is_lost || says_so)) {
    error.kind = ErrorKind::network;
    error.hint = "the connection was lost: try again";
  }
  return fail(std::move(error));
}

std::unexpected<Error> connect_failure(std::string_view message, const std::string& server) {
  Error error{.kind = ErrorKind::network,
              .message = "cannot connect to " + server + ": " + without_end(message),
              .hint = "check host, port and whether the server runs",
              .details = {},
              .context = {}};
  if (const Advice* const advice = found_in(message, kConnectAdvice)) {
    error.kind = advice->kind;
    error.hint = advice->hint;
  }
  return fail(std::move(error));
}

}  // namespace decant::destination
