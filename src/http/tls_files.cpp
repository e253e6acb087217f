#include "http/tls_files.h"

#include <cstdlib>

namespace decant::http {

TlsFiles TlsFiles::with_environment() const {
  TlsFiles files = *this;
  for (const char* name : {"REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE"}) {
    const char* path = std::getenv(name);
    if (files.ca_file.empty() && path != nullptr) files.ca_file = path;
  }
  return files;
}

}  // namespace decant::http
