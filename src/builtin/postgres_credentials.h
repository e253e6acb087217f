#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/providers.h"
#include "config/reader.h"
#include "core/result.h"
#include "destination/postgres/credentials.h"

namespace decant::builtin {

/// Whether a URL's scheme means a PostgreSQL server.
bool is_postgres_scheme(std::string_view scheme);

/// Whose credentials are looked up.
struct CredentialsNames {
  std::string pipeline;
  std::string destination;  ///< the section below `destination`: the type, or the name that the user gave it
};

/// Reads credentials as dlt does: `given` (a URL `postgresql://user:password@host:port/database?sslmode=require`, or a
/// mapping of dlt's fields; null: not given), else the URL at `destination.NAME.credentials`; whatever fields these
/// leave open are looked up one by one (`destination.NAME.credentials.FIELD`). Errors are of kind `config`: a field is
/// missing or wrong. A password may be missing: libpq has files of its own for it.
Result<destination::PostgresCredentials> read_postgres_credentials(const config::Element* given,
                                                                   const config::Providers& providers,
                                                                   const CredentialsNames& names);

/// The password where dlt looks for it; empty if it is nowhere.
Result<std::string> look_up_password(const config::Providers& providers, const CredentialsNames& names);

}  // namespace decant::builtin
