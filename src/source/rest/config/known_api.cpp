#include "source/rest/config/known_api.h"

#include <algorithm>

#include "http/headers.h"
#include "http/url.h"

namespace decant::source::rest {

namespace {

std::string host_of(std::string_view base_url) {
  const auto origin = http::origin_of(base_url);
  if (!origin) return {};
  const auto begin = origin->find("//") + 2;
  return origin->substr(begin, origin->rfind(':') - begin);
}

bool is_host_of(const KnownApi& api, const std::string& host) {
  return std::any_of(api.host_suffixes.begin(), api.host_suffixes.end(),
                     [&](const std::string& suffix) { return host.ends_with(suffix); });
}

bool lacks_path(const KnownApi& api, std::string_view base_url) {
  const std::string path = http::Url::parse(base_url).path;
  if (path.find_first_not_of('/') == std::string::npos) return true;
  return is_host_of(api, host_of(base_url)) && (path + "/").find(api.path_part) == std::string::npos;
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

void add(Error& error, Error other) {
  if (error.message.empty()) {
    error = std::move(other);
    return;
  }
  error.message += "\n" + other.message;
  error.hint += "\n" + other.hint;
}

}  // namespace

const KnownApi& centra_order_api() {
  static const KnownApi api{
      .name = "Centra",
      .host_suffixes = {".centra.com", ".centraqa.com"},
      .path_part = "/api/",
      .base_url_cure =
          "Use the base URL of the store's Order API plugin, such as https://STORE.centra.com/api/order-api "
          "(Centra AMS: System → Stores → your store → Order API plugin).",
      .key_header = "API-Authorization",
      .key_header_cure =
          "Centra wants the key in the header API-Authorization: write `auth: {type: api_key, name: "
          "API-Authorization, api_key: …}`.",
      .status_hints = {{401,
                        "Compare the key with the one in Centra AMS: System → Stores → your store → Order API plugin "
                        "settings."},
                       {403,
                        "Compare the key with the one in Centra AMS: System → Stores → your store → Order API plugin "
                        "settings, and see there whether access to this endpoint is allowed."},
                       {404,
                        "Compare base_url with the plugin's in Centra AMS: System → Stores → your store → Order API "
                        "plugin settings."}}};
  return api;
}

const KnownApi* known_api_at(std::string_view base_url) {
  return is_host_of(centra_order_api(), host_of(base_url)) ? &centra_order_api() : nullptr;
}

Result<void> check_client(const KnownApi& api, const config::Node& client, const std::string& path) {
  Error error;
  const config::Node* base_url = client.find("base_url");
  if (base_url != nullptr && base_url->is_text() && lacks_path(api, base_url->as_text()))
    add(error, config::error_at(base_url->location(),
                                "`" + path + "base_url` is not the address of an API of " + api.name + ": " +
                                    http::redact_url(base_url->as_text()),
                                api.base_url_cure));
  const config::Node* auth = client.find("auth");
  if (has_wrong_header(api, auth)) {
    const config::Node* name = auth->find("name");
    add(error, config::error_at((name == nullptr ? auth : name)->location(),
                                "`" + path + "auth` sends the key in the header " +
                                    (name != nullptr && name->is_text() ? name->as_text() : "Authorization"),
                                api.key_header_cure));
  }
  if (error.message.empty()) return {};
  return fail(std::move(error));
}

}  // namespace decant::source::rest
