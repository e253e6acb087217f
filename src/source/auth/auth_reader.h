#pragma once

#include <string>
#include <vector>

#include "config/providers.h"
#include "config/reader.h"
#include "http/request.h"

namespace decant::source::auth {

/// Whose credentials are read, and where those that the config leaves out are looked for.
struct AuthContext {
  std::string pipeline_name;
  std::string section;
  std::string name;  ///< of the source
  bool strict = false;
  const config::Providers* providers = nullptr;  ///< null: nothing is looked up
};

/// What `auth` of a client or endpoint comes to.
struct Auth {
  std::vector<http::Credential> credentials;
  std::string place;  ///< for people: keys and files of the secrets
};

/// Reads `auth`: null, a type's name, or a mapping. Fields that are left out are looked for in the section
/// `credentials` of the source; if one that is required is missing, what is found there wins over what the mapping
/// says, as in dlt.
Result<Auth> read_auth(const config::Element& element, const AuthContext& context);

}  // namespace decant::source::auth
