#pragma once

#include <memory>
#include <string>

#include "config/reader.h"
#include "source/auth/auth_fields.h"
#include "source/auth/jwt_signer.h"
#include "source/auth/token_grant.h"

namespace decant::source::auth {

/// A token for an assertion that we sign (RFC 7523): what dlt has as the class OAuthJWTAuth and no type name.
class JwtBearerGrant final : public TokenGrant {
 public:
  static constexpr std::string_view kType = "oauth2_jwt_bearer";

  struct Claims {
    std::string client_id;
    std::string auth_endpoint;
    std::string scope;  ///< empty: no such claim
    http::Headers headers;
  };

  JwtBearerGrant(Claims claims, JwtSigner signer, std::chrono::seconds default_lifetime)
      : TokenGrant(default_lifetime), claims_(std::move(claims)), signer_(std::move(signer)) {}

  /// The keys of its mapping, to be read with `read_fields`.
  static AuthFields fields();
  /// From the fields that were read. Errors: a key that cannot be read, or of another kind than RSA and P-256.
  static Result<std::shared_ptr<const TokenGrant>> make(const config::Element& element, const AuthFields& fields);

  [[nodiscard]] Result<http::Request> request(Micros now) const override;

 private:
  Claims claims_;
  JwtSigner signer_;
};

}  // namespace decant::source::auth
