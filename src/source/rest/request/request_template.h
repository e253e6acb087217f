#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "http/request.h"
#include "source/rest/placeholder/template_tree.h"
#include "source/rest/request/page_request.h"

namespace decant::source::rest {

/// A header of an endpoint or client.
struct HeaderTemplate {
  TemplateTree name;
  std::optional<TemplateTree> value;  ///< none: takes away a header that was there before
  bool is_secret = false;
};

/// Values that a resource is asked for one by one.
struct ForEach {
  std::string placeholder;
  std::vector<json::Value> values;
};

/// What an endpoint asks for, with placeholders.
struct RequestTemplate {
  std::string method = "GET";
  std::string base_url;
  std::string credentials_origin;  ///< as http::origin_of writes it
  TemplateTree path;
  std::vector<HeaderTemplate> headers;          ///< a later one takes the place of an earlier one of its name
  TemplateTree params;                          ///< of a mapping
  std::optional<TemplateTree> json;             ///< of a mapping
  std::optional<TemplateTree> form;             ///< of a mapping, or a list of pairs
  std::optional<TemplateTree> text;             ///< a body as it is
  std::vector<http::Credential> params_secret;  ///< parameters that are secrets
  std::vector<http::Credential> auth;           ///< applied last
  bool has_token = false;                       ///< a token is sent as Authorization
  std::vector<std::string> incremental_names;   ///< placeholders `incremental.…`
  std::vector<std::string> secrets;             ///< further ones that the requests hold
  std::optional<ForEach> for_each;
};

/// The first request of a sequence, and what all its requests have.
struct BoundRequest {
  PageRequest page;
  http::Headers headers;
  std::optional<std::string> body;  ///< if it is not page.json
  std::vector<http::Credential> credentials;
};

/// Fills the placeholders in. Errors: those of the template, an URL that is none (`config`).
Result<BoundRequest> bind(const RequestTemplate& request, const Lookup& lookup);

/// The request for one page.
http::Request to_http(const BoundRequest& bound, const RequestTemplate& request);

}  // namespace decant::source::rest
