#pragma once

#include <string>
#include <string_view>

namespace decant::http {

/// The proxies that the environment names: HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY, each also in lower case, which
/// wins. Their passwords are registered with the Redactor.
struct Proxies {
  std::string http;    ///< for http URLs; empty: none
  std::string https;   ///< for https URLs
  std::string except;  ///< hosts that are asked directly, as NO_PROXY lists them

  static Proxies from_environment();

  /// The proxy for a URL; empty: none. `except` is left to the transfer.
  [[nodiscard]] const std::string& of(std::string_view url) const;
};

/// A proxy for people: without user name and password.
std::string redact_proxy(std::string_view proxy);

}  // namespace decant::http
