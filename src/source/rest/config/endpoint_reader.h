#pragma once

#include <optional>
#include <string>

#include "config/reader.h"
#include "source/auth/auth_reader.h"
#include "source/rest/config/reading_context.h"
#include "source/rest/spec.h"

namespace decant::source::rest {

/// `client`, read once for all resources.
struct ClientSpec {
  std::string base_url;
  config::Element headers;  ///< a mapping, or null
  auth::Auth auth;
  std::optional<config::Element> paginator;
};

Result<ClientSpec> read_client(const config::Element& client, const ReadingContext& context);

/// Reads an `endpoint` that is merged with the defaults, over what the client says.
Result<EndpointSpec> read_endpoint(const config::Element& endpoint, const ClientSpec& client,
                                   const ReadingContext& context);

}  // namespace decant::source::rest
