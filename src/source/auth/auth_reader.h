#pragma once

#include <memory>
#include <string>
#include <vector>

#include "config/reader.h"
#include "http/request.h"
#include "source/auth/auth_fields.h"
#include "source/auth/token_grant.h"

namespace decant::source::auth {

/// What `auth` of a client or endpoint comes to.
struct Auth {
  std::vector<http::Credential> credentials;  ///< those that the config itself holds
  std::shared_ptr<const TokenGrant> grant;    ///< how a token is got that goes beside them; null: none does
  config::SettingPlace place;                 ///< of the secret
};

/// Basic authentication; the password becomes known to the Redactor.
Auth basic_auth(const std::string& username, const std::string& password, config::SettingPlace place);

/// Reads `auth`: null, a type's name, or a mapping (without `type`: bearer). Fields that are left out are looked for as
/// `AuthFields` says.
Result<Auth> read_auth(const config::Element& element, const AuthContext& context);

}  // namespace decant::source::auth
