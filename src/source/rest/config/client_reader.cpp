#include "source/rest/config/client_reader.h"

#include <utility>

#include "http/url.h"
#include "source/rest/config/fingerprint.h"
#include "source/rest/config/headers_reader.h"
#include "source/rest/config/paginator_reader.h"

namespace decant::source::rest {

namespace {

/// An empty base URL is for paths that are whole URLs.
Result<void> check_base_url(const ClientSpec& client) {
  if (client.base_url.empty()) return {};
  auto origin = http::origin_of(client.base_url);
  if (origin) return {};
  const auto& [setting, location] = client.base_url_place;
  return config::fail_at(location, "`" + setting + "`: " + origin.error().message, origin.error().hint);
}

}  // namespace

Result<ClientSpec> read_client(const config::Element& element, const ReadingContext& context) {
  DECANT_TRY(config::Reader reader, config::Reader::open(element.node, element.path));
  ClientSpec client;
  DECANT_TRY(client.base_url, reader.text("base_url"));
  client.base_url_place = context.base_url;
  if (client.base_url_place.empty())
    client.base_url_place = {.setting = reader.path_of("base_url"),
                             .location = element.node.find("base_url")->location()};
  DECANT_TRY(check_base_url(client));
  const auto user = http::take_user(client.base_url);
  if (const auto headers = reader.optional_any("headers")) {
    DECANT_TRY(client.headers, read_headers(*headers, true));
  }
  if (const auto auth = reader.optional_any("auth")) {
    DECANT_TRY(client.auth, auth::read_auth(*auth, context.auth()));
    if (!context.client_credentials.empty()) client.auth.place = context.client_credentials;
  }
  // As in Python's requests, what stands before the host says who asks, unless `auth` does.
  if (user && client.auth.credentials.empty() && client.auth.grant == nullptr)
    client.auth = auth::basic_auth(user->first, user->second, client.base_url_place);
  DECANT_TRY(client.transport, read_transport(reader));
  client.paginator = given_paginator(reader);
  if (client.paginator) DECANT_TRY(read_paginator(*client.paginator, context));
  DECANT_TRY(reader.refuse({"session"}));
  DECANT_TRY(reader.finish());
  client.fingerprint = fingerprint_of_client(element.node);
  client.fingerprint["base_url"] = client.base_url;
  return client;
}

}  // namespace decant::source::rest
