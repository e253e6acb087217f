#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/reader.h"
#include "source/rest/config/client_reader.h"
#include "source/rest/config/reading_context.h"
#include "source/rest/config/request_reader.h"
#include "source/rest/spec.h"

namespace decant::source::rest {

/// An endpoint, and what its requests say of a parent.
struct ReadEndpoint {
  EndpointSpec spec;
  EndpointRequest request;  ///< its template was moved into `spec`
  std::vector<std::string> notes;
};

/// Reads an `endpoint` that is merged with the defaults, over what the client says. `key`: the resource's primary key.
Result<ReadEndpoint> read_endpoint(const config::Element& endpoint, const ClientSpec& client,
                                   const ReadingContext& context, std::optional<DedupKey> key);

}  // namespace decant::source::rest
