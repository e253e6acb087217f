#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/result.h"

namespace decant::http {

/// A URI reference cut at its delimiters (RFC 3986, 3); nothing is decoded. `has_…` tells an empty part from none.
struct Url {
  std::string scheme;  ///< lower case
  std::string authority;
  std::string path;
  std::string query;
  std::string fragment;
  bool has_authority = false;
  bool has_query = false;
  bool has_fragment = false;

  static Url parse(std::string_view text);
  [[nodiscard]] std::string text() const;
};

/// `base_url` and `path` as dlt joins them: one slash between, an empty side gives the other, and a path that is an
/// http or https URL stands for itself.
std::string join_path(std::string_view base_url, std::string_view path);

/// Resolves a reference against the URL of the request that brought it (RFC 3986, 5.2).
std::string resolve_reference(std::string_view base, std::string_view reference);

/// Scheme, host and port in one comparable form: `https://example.com:443`. An error of kind `config` if the URL is not
/// http or https, or has no host.
Result<std::string> origin_of(std::string_view text);

/// Cuts `user:password@` out of a URL (`text`); the two decoded, if they were there.
std::optional<std::pair<std::string, std::string>> take_user(std::string& text);

/// The URL as it goes on the wire, as dlt's client writes it: without fragment and dot segments; spaces, non-ASCII and
/// forbidden bytes percent-encoded, existing encodings in capitals or, where they are needless, undone.
std::string wire_form(std::string_view text);

/// The URL for people: no user name and password, values of secret-looking parameters and every known secret as `***`.
std::string redact_url(std::string_view text);

}  // namespace decant::http
