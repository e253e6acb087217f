#pragma once

#include <optional>

#include "config/reader.h"
#include "http/rate_limit.h"
#include "http/tls_files.h"

namespace decant::source {

/// How an API is reached: keys of `client` that are decant's own.
struct Transport {
  http::TlsFiles tls;
  std::optional<http::RateLimit> rate_limit;
};

/// Reads `rate_limit`, `ca_file`, `cert_file`, `key_file` and `key_password`; paths count from the file they stand in.
/// Errors, of kind `config`: a rate that cannot be read, a file that is not there, a key without its certificate.
Result<Transport> read_transport(config::Reader& client);

}  // namespace decant::source
