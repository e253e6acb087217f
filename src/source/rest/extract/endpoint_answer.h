#pragma once

#include "http/client.h"
#include "json/document.h"
#include "json/parser.h"
#include "source/rest/spec.h"

namespace decant::source::rest {

/// What an endpoint answered.
struct EndpointAnswer {
  http::Response response;  ///< its body is in the document; `accepted`: one that `response_actions` pass over
  json::Document document;  ///< empty if the answer is passed over
};

/// Sends a request and parses the answer. Errors: those of `send`, a status that is an error, a body that is no JSON.
/// Several threads may ask at once, each with a client and a parser of its own. `spare`: a document whose memory is
/// used for the new one.
Result<EndpointAnswer> ask(const http::Request& request, const ResourceSpec& spec, const RestSpec& source,
                           http::Client& client, json::Parser& parser, const CancelToken& cancel,
                           json::Document spare = {});

}  // namespace decant::source::rest
