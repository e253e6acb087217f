#include "http/proxy.h"

#include <cstdlib>
#include <initializer_list>

#include "core/redact.h"
#include "http/url.h"

namespace decant::http {

namespace {

std::string first_of(std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return {};
}

/// A proxy may be written without scheme.
Url parts_of(std::string_view proxy) {
  return Url::parse(proxy.find("://") == std::string_view::npos ? "http://" + std::string(proxy) : std::string(proxy));
}

void register_password(std::string_view proxy) {
  const std::string authority = parts_of(proxy).authority;
  const auto at = authority.rfind('@');
  const auto colon = authority.find(':');
  if (at == std::string::npos || colon == std::string::npos || colon > at) return;
  Redactor::process().add(std::string_view(authority).substr(colon + 1, at - colon - 1));
}

}  // namespace

Proxies Proxies::from_environment() {
  Proxies proxies{.http = first_of({"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"}),
                  .https = first_of({"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}),
                  .except = first_of({"no_proxy", "NO_PROXY"})};
  register_password(proxies.http);
  register_password(proxies.https);
  return proxies;
}

const std::string& Proxies::of(std::string_view url) const { return Url::parse(url).scheme == "https" ? https : http; }

std::string redact_proxy(std::string_view proxy) {
  if (is_masking_off()) return std::string(proxy);
  const Url url = parts_of(proxy);
  return url.scheme + "://" + url.authority.substr(url.authority.rfind('@') + 1);
}

}  // namespace decant::http
