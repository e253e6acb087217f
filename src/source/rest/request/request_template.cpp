#include "source/rest/request/request_template.h"

#include <utility>

#include "http/url.h"
#include "json/write.h"
#include "source/rest/request/query_values.h"

namespace decant::source::rest {

namespace {

constexpr const char* kContentType = "Content-Type";

http::Parameters parameters_of(const json::Value& values) {
  http::Parameters parameters;
  if (values.is_object()) {
    for (const auto& [name, value] : values.as_object()) append_values(name, value, parameters);
  } else if (values.is_array()) {
    for (const auto& pair : values.as_array())
      append_values(pair.as_array()[0].as_string(), pair.as_array()[1], parameters);
  }
  return parameters;
}

void drop_header(std::string_view name, BoundRequest& bound) {
  bound.headers.remove(name);
  std::erase_if(bound.credentials, [&](const http::Credential& credential) {
    return credential.place == http::Credential::Place::header && http::same_name(credential.name, name);
  });
}

/// A secret, or a header whose name says that it holds one, leaves for the API's own origin only.
Result<void> bind_header(const HeaderTemplate& header, const Lookup& lookup, BoundRequest& bound) {
  DECANT_TRY(const json::Value name, header.name.texts(lookup));
  drop_header(name.as_string(), bound);
  if (!header.value) return {};
  DECANT_TRY(const json::Value value, header.value->texts(lookup));
  if (header.is_secret || http::is_sensitive_name(name.as_string())) {
    bound.credentials.push_back(
        {.place = http::Credential::Place::header, .name = name.as_string(), .value = value.as_string()});
  } else {
    bound.headers.set(name.as_string(), value.as_string());
  }
  return {};
}

Result<void> bind_body(const RequestTemplate& request, const Lookup& lookup, BoundRequest& bound) {
  if (request.json) {
    DECANT_TRY(bound.page.json, request.json->values(lookup));
  }
  if (request.form) {
    DECANT_TRY(const json::Value values, request.form->texts(lookup));
    bound.body = http::encode_query(parameters_of(values));
    if (bound.headers.find(kContentType) == nullptr)
      bound.headers.set(kContentType, "application/x-www-form-urlencoded");
  }
  if (request.text) {
    DECANT_TRY(const json::Value text, request.text->texts(lookup));
    bound.body = text.as_string();
  }
  return {};
}

}  // namespace

Result<BoundRequest> bind(const RequestTemplate& request, const Lookup& lookup) {
  BoundRequest bound;
  DECANT_TRY(const json::Value path, request.path.texts(lookup));
  bound.page.url = http::join_path(request.base_url, path.as_string());
  DECANT_TRY(const json::Value params, request.params.texts(lookup));
  bound.page.params = parameters_of(params);
  for (const auto& header : request.headers) DECANT_TRY(bind_header(header, lookup, bound));
  bound.credentials.insert(bound.credentials.end(), request.params_secret.begin(), request.params_secret.end());
  for (const auto& credential : request.auth) {
    if (credential.place == http::Credential::Place::header) drop_header(credential.name, bound);
    bound.credentials.push_back(credential);
  }
  if (request.has_token) drop_header("Authorization", bound);
  DECANT_TRY(bind_body(request, lookup, bound));
  return bound;
}

http::Request to_http(const BoundRequest& bound, const RequestTemplate& request) {
  http::Request result;
  result.method = request.method;
  result.url = bound.page.full_url();
  result.headers = bound.headers;
  result.credentials = bound.credentials;
  result.credentials_origin = request.credentials_origin;
  result.body = bound.body;
  if (bound.page.json && !result.body) {
    result.body = json::write(*bound.page.json);
    if (result.headers.find(kContentType) == nullptr) result.headers.set(kContentType, "application/json");
  }
  return result;
}

}  // namespace decant::source::rest
