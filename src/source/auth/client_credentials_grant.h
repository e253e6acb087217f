#pragma once

#include <memory>
#include <string>

#include "config/reader.h"
#include "source/auth/auth_fields.h"
#include "source/auth/token_grant.h"

namespace decant::source::auth {

/// OAuth 2 client credentials (RFC 6749, 4.4), the credentials in the form's body as dlt sends them.
class ClientCredentialsGrant final : public TokenGrant {
 public:
  static constexpr std::string_view kType = "oauth2_client_credentials";

  ClientCredentialsGrant(std::string url, http::Parameters form_fields, std::chrono::seconds default_lifetime)
      : TokenGrant(default_lifetime), url_(std::move(url)), form_fields_(std::move(form_fields)) {}

  /// The keys of its mapping, to be read with `read_fields`.
  static AuthFields fields();
  /// From the fields that were read.
  static Result<std::shared_ptr<const TokenGrant>> make(const config::Element& element, const AuthFields& fields);

  [[nodiscard]] Result<http::Request> request(Micros now) const override;

 private:
  std::string url_;
  http::Parameters form_fields_;
};

}  // namespace decant::source::auth
