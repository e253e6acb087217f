#include "source/rest/config/known_api.h"

#include <algorithm>

#include "http/headers.h"
#include "http/url.h"

namespace decant::source::rest {

namespace {

/// People leave the scheme out.
std::string with_scheme(std::string_view base_url) {
  return (base_url.find("://") == std::string_view::npos ? "https://" : "") + std::string(base_url);
}

std::string host_of(std::string_view base_url) {
  const auto origin = http::origin_of(with_scheme(base_url));
  if (!origin) return {};
  const auto begin = origin->find("//") + 2;
  return origin->substr(begin, origin->rfind(':') - begin);
}

bool is_host_of(const KnownApi& api, const std::string& host) {
  return std::any_of(api.host_suffixes.begin(), api.host_suffixes.end(),
                     [&](const std::string& suffix) { return host.ends_with(suffix); });
}

/// What is wrong with a base URL; empty if it may be the API's.
std::string mistaken_for(const KnownApi& api, std::string_view base_url) {
  std::string path = http::Url::parse(with_scheme(base_url)).path;
  while (path.ends_with('/')) path.pop_back();
  if (path.empty()) return "is the store's domain, without the path of the API";
  if (path.ends_with(api.other_path)) return api.other_api;
  const bool lacks_part = is_host_of(api, host_of(base_url)) && (path + "/").find(api.path_part) == std::string::npos;
  return lacks_part ? "is not the address of the API, which has `" + api.path_part + "` in it" : "";
}

/// Whether `auth` is an API key in another header than the API's, dlt's default included.
bool has_wrong_header(const KnownApi& api, const config::Node* auth) {
  if (auth == nullptr || auth->is_null()) return false;
  const config::Node* type = auth->is_text() ? auth : auth->find("type");
  if (type == nullptr || !type->is_text() || type->as_text() != "api_key") return false;
  const config::Node* location = auth->find("location");
  if (location != nullptr && location->is_text() && location->as_text() != "header") return false;
  const config::Node* name = auth->find("name");
  return name == nullptr || !name->is_text() || !http::same_name(name->as_text(), api.key_header);
}

}  // namespace

const KnownApi& centra_order_api() {
  static const std::string plugin = "Centra's admin: System → Stores → your store → Order API plugin";
  static const std::string copy_address =
      "Copy the address from " + plugin + ". It looks like https://STORE.centra.com/api/order-api.";
  static const KnownApi api{
      .name = "Centra",
      .host_suffixes = {".centra.com", ".centraqa.com"},
      .path_part = "/api/",
      .base_url_cure = copy_address,
      .other_path = "/graphql",
      .other_api = "is the address of Centra's GraphQL API, not of its Order API",
      .key_header = "API-Authorization",
      .key_header_cure =
          "Centra wants it in the header API-Authorization: write `auth: {type: api_key, name: API-Authorization, "
          "api_key: …}`.",
      .statuses =
          {{401, {.what = "Centra does not know this key", .hint = "Copy the key again from " + plugin + "."}},
           {403,
            {.what = "Centra refuses this key",
             .hint =
                 "Copy the key again from " + plugin + ", and see there whether access to `{endpoint}` is allowed."}},
           {404, {.what = "there is no Order API at this address", .hint = copy_address}},
           {429,
            {.what = "Centra takes no more requests for now",
             .hint =
                 "Run it again later; it goes on where it stopped. All programs that ask this store share its limit: "
                 "`rate_limit: 2/s` under `source.client` makes decant ask more slowly."}}},
      .closed_body = "Not Allowed",
      .closed = {.what = "the plugin does not give out `{endpoint}`",
                 .hint = "Tick `{endpoint}` under \"Allow access to the following endpoints\" in " + plugin +
                         "; if it is ticked, copy the key again. Or load the others alone: name them in "
                         "`source.resources`."},
      .no_json = {.what = "what answers at this address is not the Order API", .hint = copy_address}};
  return api;
}

const KnownApi* known_api_at(std::string_view base_url) {
  return is_host_of(centra_order_api(), host_of(base_url)) ? &centra_order_api() : nullptr;
}

Result<void> check_client(const KnownApi& api, const config::Node& client, const std::string& path) {
  std::vector<Error> found;
  const config::Node* base_url = client.find("base_url");
  if (base_url != nullptr && base_url->is_text()) {
    if (const auto mistaken = mistaken_for(api, base_url->as_text()); !mistaken.empty())
      found.push_back(config::error_at(
          base_url->location(), "`" + path + "base_url` " + mistaken + ": " + http::redact_url(base_url->as_text()),
          api.base_url_cure));
  }
  const config::Node* auth = client.find("auth");
  if (has_wrong_header(api, auth)) {
    const config::Node* name = auth->find("name");
    found.push_back(config::error_at((name == nullptr ? auth : name)->location(),
                                     "`" + path + "auth` sends the key in the header " +
                                         (name != nullptr && name->is_text() ? name->as_text() : "Authorization"),
                                     api.key_header_cure));
  }
  if (found.empty()) return {};
  Error first = std::move(found.front());
  first.further.assign(found.begin() + 1, found.end());
  return fail(std::move(first));
}

}  // namespace decant::source::rest
