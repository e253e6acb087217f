#pragma once

#include <string>
#include <vector>

#include "config/reader.h"
#include "http/request.h"
#include "source/rest/reading_context.h"

namespace decant::source::rest {

/// What `auth` of a client or endpoint comes to.
struct Auth {
  std::vector<http::Credential> credentials;
  std::string place;  ///< for people: keys and files of the secrets
};

/// Reads `auth`: null, a type's name, or a mapping. Fields that are left out are looked for in the section
/// `credentials` of the source; if one that is required is missing, what is found there wins over what the mapping
/// says, as in dlt.
Result<Auth> read_auth(const config::Element& element, const ReadingContext& context);

}  // namespace decant::source::rest
