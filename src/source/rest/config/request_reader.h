#pragma once

#include <string>
#include <vector>

#include "config/reader.h"
#include "source/rest/config/client_reader.h"
#include "source/rest/placeholder/template_tree.h"
#include "source/rest/request/request_template.h"

namespace decant::source::rest {

/// A parameter of type resolve: the path names it, and its value comes from a record of the parent.
struct ResolveParam {
  std::string name;
  std::string resource;
  std::string field;
  config::Location location;
};

/// What an endpoint says of its requests.
struct EndpointRequest {
  RequestTemplate request;
  std::vector<TemplateTree::Use> uses;  ///< placeholders of parent fields, `resources.…`
  std::vector<ResolveParam> resolved;
};

/// Reads path, for_each, method, headers, params, json and data of an endpoint.
Result<EndpointRequest> read_request(config::Reader& endpoint, const ClientSpec& client);

}  // namespace decant::source::rest
