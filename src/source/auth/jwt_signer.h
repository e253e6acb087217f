#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/result.h"

namespace decant::source::auth {

/// Signs JSON web tokens (RFC 7519) with RS256 or ES256, as the key has it. Does not change; safe to use from several
/// threads.
class JwtSigner {
 public:
  /// Reads a private key of PEM text; line breaks may be written as `\n`. Errors, of kind `config`: no key, wrong
  /// passphrase, neither RSA of 2048 bits or more nor P-256.
  static Result<JwtSigner> load(std::string_view pem, std::string_view passphrase);

  /// `header.claims.signature` for claims of JSON text.
  [[nodiscard]] Result<std::string> sign(std::string_view claims) const;

  /// "RS256" or "ES256".
  [[nodiscard]] std::string_view algorithm() const;

 private:
  struct Key;
  explicit JwtSigner(std::shared_ptr<const Key> key) : key_(std::move(key)) {}

  std::shared_ptr<const Key> key_;
};

}  // namespace decant::source::auth
