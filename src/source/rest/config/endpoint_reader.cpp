#include "source/rest/config/endpoint_reader.h"

#include <utility>

#include "config/typed.h"
#include "core/redact.h"
#include "http/url.h"
#include "json/write.h"
#include "source/rest/config/paginator_reader.h"

namespace decant::source::rest {

namespace {

using config::Element;
using config::Member;
using config::Node;
using config::Reader;

/// Braces are dlt's placeholders, and doubled ones literal braces: neither is served yet, and none may go out
/// unresolved.
Result<void> refuse_placeholders(const Member& member, std::string_view text, const std::string& path) {
  if (text.find_first_of("{}") == std::string_view::npos) return {};
  return config::fail_at(member.value.line() > 0 ? member.value.location() : member.location,
                         "`" + path + "`: placeholders are not supported yet", "Write the value without braces.");
}

Result<std::vector<std::string>> param_texts(const Node& value, const std::string& path) {
  std::vector<std::string> texts;
  switch (value.kind()) {
    case config::Kind::null: return texts;
    case config::Kind::boolean: texts.emplace_back(value.as_bool() ? "True" : "False"); return texts;
    case config::Kind::integer: texts.push_back(std::to_string(value.as_integer())); return texts;
    case config::Kind::real:
      texts.emplace_back();
      json::append_real(value.as_real(), texts.back());
      return texts;
    case config::Kind::text: texts.push_back(value.as_text()); return texts;
    case config::Kind::mapping:
      return config::fail_at(value.location(),
                             "`" + path + "`: parameters of type resolve or incremental are not supported yet",
                             "Give a text, a number or a list of them.");
    case config::Kind::sequence: break;
  }
  for (const auto& item : value.items()) {
    if (item.is_sequence()) return config::fail_at(item.location(), "`" + path + "` must not hold a list in a list");
    DECANT_TRY(auto inner, param_texts(item, path));
    texts.insert(texts.end(), inner.begin(), inner.end());
  }
  return texts;
}

Result<void> read_params(Reader& reader, EndpointSpec& endpoint) {
  DECANT_TRY(const auto params, reader.optional_mapping("params"));
  if (!params) return {};
  for (const auto& member : params->node().members()) {
    const std::string path = params->path_of(member.key);
    DECANT_TRY(refuse_placeholders(member, member.key, path));
    DECANT_TRY(const auto texts, param_texts(member.value, path));
    for (const auto& text : texts) {
      if (member.value.is_secret()) {
        endpoint.credentials.push_back({.place = http::Credential::Place::query, .name = member.key, .value = text});
        continue;
      }
      DECANT_TRY(refuse_placeholders(member, text, path));
      endpoint.params.emplace_back(member.key, text);
    }
  }
  return {};
}

void drop_header(EndpointSpec& endpoint, std::string_view name) {
  endpoint.headers.remove(name);
  std::erase_if(endpoint.credentials, [&](const http::Credential& credential) {
    return credential.place == http::Credential::Place::header && http::same_name(credential.name, name);
  });
}

/// Headers over those read before; null drops one. A value that was found as a secret is a credential, and so is one
/// whose name says so (Authorization, Cookie, X-Api-Key).
Result<void> read_headers(const Node& headers, const std::string& path, bool interpolated, EndpointSpec& endpoint) {
  if (headers.is_null()) return {};
  DECANT_TRY(Reader reader, Reader::open(headers, path));
  for (const auto& member : reader.node().members()) {
    drop_header(endpoint, member.key);
    if (member.value.is_null()) continue;
    const std::string member_path = reader.path_of(member.key);
    DECANT_TRY(const Node value, config::typed(member.value, config::Kind::text, member_path));
    const bool found_secret = value.is_secret() || member.value.is_secret();
    if (interpolated && !found_secret) {
      DECANT_TRY(refuse_placeholders(member, member.key, member_path));
      DECANT_TRY(refuse_placeholders(member, value.as_text(), member_path));
    }
    if (found_secret || http::is_sensitive_name(member.key)) {
      Redactor::process().add(value.as_text());
      endpoint.credentials.push_back(
          {.place = http::Credential::Place::header, .name = member.key, .value = value.as_text()});
      continue;
    }
    endpoint.headers.set(member.key, value.as_text());
  }
  return {};
}

Result<std::vector<json::Path>> read_paths(Reader& reader, std::string_view key) {
  std::vector<json::Path> paths;
  DECANT_TRY(const auto texts, reader.optional_texts(key));
  if (!texts) return paths;
  for (const auto& text : *texts) {
    DECANT_TRY(json::Path path, compile_path(reader, key, text));
    paths.push_back(std::move(path));
  }
  return paths;
}

Result<std::optional<SuccessSpec>> read_success(Reader& endpoint) {
  DECANT_TRY(auto reader, endpoint.optional_mapping("success"));
  if (!reader) return std::optional<SuccessSpec>();
  DECANT_TRY(const std::string path_text, reader->text("path"));
  DECANT_TRY(json::Path path, compile_path(*reader, "path", path_text));
  DECANT_TRY(const Element value, reader->any("value"));
  if (value.node.is_mapping() || value.node.is_sequence())
    return reader->fail("value", "must be a text, a number, true or false");
  DECANT_TRY(auto messages, read_paths(*reader, "message"));
  DECANT_TRY(reader->finish());
  return std::optional(
      SuccessSpec{.path = std::move(path), .value = value.node.to_json(), .messages = std::move(messages)});
}

auth::AuthContext auth_context(const ReadingContext& context) {
  return {.pipeline_name = context.pipeline_name,
          .section = context.section,
          .name = context.name,
          .strict = context.strict,
          .providers = context.providers};
}

Result<void> read_credentials(Reader& reader, const ClientSpec& client, const ReadingContext& context,
                              EndpointSpec& endpoint) {
  auth::Auth chosen = client.auth;
  if (const auto own = reader.optional_any("auth")) {
    DECANT_TRY(chosen, auth::read_auth(*own, auth_context(context)));
  }
  endpoint.credentials_place = chosen.place;
  endpoint.grant = chosen.grant;
  if (chosen.grant) drop_header(endpoint, "Authorization");
  for (auto& credential : chosen.credentials) {
    if (credential.place == http::Credential::Place::header) drop_header(endpoint, credential.name);
    endpoint.credentials.push_back(std::move(credential));
  }
  if (endpoint.credentials_place.empty() && !endpoint.credentials.empty())
    endpoint.credentials_place = "in headers or params";
  return {};
}

Result<void> choose_paginator(Reader& reader, const ClientSpec& client, const ReadingContext& context,
                              EndpointSpec& endpoint) {
  auto element = reader.optional_any("paginator");
  if (!element || element->node.is_null()) element = client.paginator;
  if (!element)
    return config::fail_at(
        reader.node().location(), "`" + reader.path() + "` names no paginator, and detecting one is not supported yet",
        "Add `paginator: single_page` to the endpoint or the client, or json_link, offset, page_number.");
  DECANT_TRY(endpoint.paginator, read_paginator(*element, context));
  return {};
}

Result<void> read_url(Reader& reader, const ClientSpec& client, EndpointSpec& endpoint) {
  DECANT_TRY(const std::string path, reader.text("path"));
  const Node& node = *reader.node().find("path");
  DECANT_TRY(refuse_placeholders({"path", node.location(), node}, path, reader.path_of("path")));
  endpoint.url = http::join_path(client.base_url, path);
  if (auto origin = http::origin_of(endpoint.url); !origin)
    return config::fail_at(node.location(), origin.error().message, origin.error().hint);
  return {};
}

}  // namespace

Result<ClientSpec> read_client(const Element& element, const ReadingContext& context) {
  DECANT_TRY(Reader reader, Reader::open(element.node, element.path));
  ClientSpec client;
  DECANT_TRY(client.base_url, reader.text("base_url"));
  if (auto origin = http::origin_of(client.base_url); !origin) {
    const auto& place = reader.node().find("base_url")->location();
    return config::fail_at(place, "`" + reader.path_of("base_url") + "`: " + origin.error().message,
                           origin.error().hint);
  }
  if (auto headers = reader.optional_any("headers")) client.headers = std::move(*headers);
  if (const auto own = reader.optional_any("auth")) {
    DECANT_TRY(client.auth, auth::read_auth(*own, auth_context(context)));
    if (!context.client_credentials_place.empty()) client.auth.place = context.client_credentials_place;
  }
  auto paginator = reader.optional_any("paginator");
  if (paginator && !paginator->node.is_null()) client.paginator = std::move(paginator);
  DECANT_TRY(reader.refuse({"session"}));
  DECANT_TRY(reader.finish());
  return client;
}

Result<EndpointSpec> read_endpoint(const Element& element, const ClientSpec& client, const ReadingContext& context) {
  DECANT_TRY(Reader reader, Reader::open(element.node, element.path));
  EndpointSpec endpoint;
  DECANT_TRY(read_url(reader, client, endpoint));
  DECANT_TRY(const auto method, reader.optional_choice("method", {"GET", "POST"}));
  if (method == "POST") return reader.fail("method", "POST is not supported yet", "Use GET.");
  DECANT_TRY(read_headers(client.headers.node, client.headers.path, false, endpoint));
  if (const auto headers = reader.optional_any("headers"))
    DECANT_TRY(read_headers(headers->node, headers->path, true, endpoint));
  DECANT_TRY(read_params(reader, endpoint));
  DECANT_TRY(read_credentials(reader, client, context, endpoint));
  DECANT_TRY(endpoint.selector.paths, read_paths(reader, "data_selector"));
  const Node* selector = reader.node().find("data_selector");
  endpoint.selector.location = selector == nullptr ? reader.node().location() : selector->location();
  DECANT_TRY(endpoint.success, read_success(reader));
  DECANT_TRY(choose_paginator(reader, client, context, endpoint));
  DECANT_TRY(reader.refuse({"json", "data", "response_actions", "incremental"}));
  DECANT_TRY(reader.finish());
  return endpoint;
}

}  // namespace decant::source::rest
