#pragma once

#include <string>

namespace decant::http {

/// Files of PEM text for TLS. Certificates of servers are verified always; a certificate of our own is shown to the
/// origin of the credentials only.
struct TlsFiles {
  std::string ca_file =
      {};  ///< authorities that are trusted, in place of the system's; a file, or a folder of hashed names
  std::string cert_file = {};  ///< our own certificate, with its chain; may hold the key too
  std::string key_file = {};
  std::string key_password = {};

  /// With REQUESTS_CA_BUNDLE, SSL_CERT_FILE or CURL_CA_BUNDLE (the first that is set) as `ca_file` if none is given.
  [[nodiscard]] TlsFiles with_environment() const;
};

}  // namespace decant::http
