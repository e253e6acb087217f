#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace decant {

/// What went wrong, in the terms that decide the exit code and what a caller may do about it.
enum class ErrorKind {
  usage,        ///< the command line is wrong
  config,       ///< a configuration or secrets file is wrong, or a value is missing
  auth,         ///< a server refused the credentials
  network,      ///< no answer: DNS, TLS, connection, timeout
  rate_limit,   ///< the server asked for a pause longer than we may wait
  source_data,  ///< the server's answer is not what was agreed: status, JSON, selector, type
  contract,     ///< a schema contract forbids the data
  schema,       ///< a schema document is broken or cannot take the change
  package,      ///< a package on disk is damaged
  destination,  ///< the database refused
  state,        ///< state of this and another run do not fit together
  io,           ///< a file or folder of this machine
  cancelled,    ///< interrupted by the user
  internal,     ///< a bug
};

/// The name of a kind as it stands in `--json` output.
std::string_view to_string(ErrorKind kind);

/// Facts that a program may want to read from an error; empty or 0 means "does not apply".
struct ErrorDetails {
  std::string url;  ///< without credentials
  int http_status = 0;
  std::string sqlstate;
  std::string json_path;
  std::string file;
  int line = 0;         ///< 1-based
  std::string setting;  ///< dotted key of the setting that the error is about
  std::string place;    ///< where it stands, if that is no file: "environment variable X"
};

/// A failure that can happen to a correct program. Fact first, values last, no blame; `hint` says what to do.
struct Error {
  ErrorKind kind = ErrorKind::internal;
  std::string message;
  std::string hint;
  ErrorDetails details;
  std::vector<std::string> context;  ///< innermost first: "page 7 of orders", "loading orders"
  std::vector<Error> further = {};   ///< found at the same time, each with its own place and hint

  /// Adds what was being done, for the reader of the message.
  Error& within(std::string what) &;
  Error&& within(std::string what) &&;
};

/// One line: message and context, without hint and details. For logs and tests; faces render the parts themselves.
std::string to_string(const Error& error);

}  // namespace decant
