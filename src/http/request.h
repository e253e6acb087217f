#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "http/headers.h"

namespace decant::http {

/// Readable bytes behind a body's last byte (its string's spare capacity), so that a parser may read it where it lies.
inline constexpr std::size_t kBodyPadding = 64;

/// A secret that goes with a request. Its value is never printed and leaves for one origin only.
struct Credential {
  enum class Place : std::uint8_t { header, query, cookie };
  Place place = Place::header;
  std::string name;
  std::string value;
};

struct Request {
  std::string method = "GET";
  std::string url;  ///< absolute http or https URL, as it may be shown (no credential)
  Headers headers;
  std::optional<std::string> body;
  bool body_is_secret = false;  ///< goes to the credentials' origin only
  std::vector<Credential> credentials;
  std::string credentials_origin;  ///< as `origin_of` writes it; empty: the origin of `url`
};

struct Response {
  int status = 0;
  std::string reason;  ///< the words behind the status; often none
  Headers headers;
  std::string body;                   ///< uncompressed, with kBodyPadding readable bytes behind it
  std::string effective_url;          ///< after redirects; without the credentials that were added to it
  int retries = 0;                    ///< times that the request was sent again before this answer
  bool credentials_withheld = false;  ///< the answer is another origin's, which did not get the credentials
  std::string shown_body;             ///< of an error, redacted and cut, if the client is to show it
  bool accepted = false;              ///< the caller's hook took it as it is, whatever its status
};

}  // namespace decant::http
