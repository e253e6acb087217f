#include "source/rest/config/client_reader.h"

#include <utility>

#include "http/url.h"
#include "source/rest/config/fingerprint.h"
#include "source/rest/config/headers_reader.h"
#include "source/rest/config/paginator_reader.h"

namespace decant::source::rest {

namespace {

/// An empty base URL is for paths that are whole URLs.
Result<void> check_base_url(const config::Reader& reader, const std::string& base_url) {
  if (base_url.empty()) return {};
  auto origin = http::origin_of(base_url);
  if (origin) return {};
  return config::fail_at(reader.node().find("base_url")->location(),
                         "`" + reader.path_of("base_url") + "`: " + origin.error().message, origin.error().hint);
}

}  // namespace

Result<ClientSpec> read_client(const config::Element& element, const ReadingContext& context) {
  DECANT_TRY(config::Reader reader, config::Reader::open(element.node, element.path));
  ClientSpec client;
  DECANT_TRY(client.base_url, reader.text("base_url"));
  DECANT_TRY(check_base_url(reader, client.base_url));
  const auto user = http::take_user(client.base_url);
  if (const auto headers = reader.optional_any("headers")) {
    DECANT_TRY(client.headers, read_headers(*headers, true));
  }
  if (const auto auth = reader.optional_any("auth")) {
    DECANT_TRY(client.auth, auth::read_auth(*auth, context.auth()));
    if (!context.client_credentials_place.empty()) client.auth.place = context.client_credentials_place;
  }
  // As in Python's requests, what stands before the host says who asks, unless `auth` does.
  if (user && client.auth.credentials.empty() && client.auth.grant == nullptr)
    client.auth = auth::basic_auth(user->first, user->second, "in `" + reader.path_of("base_url") + "`");
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
