#include "source/auth/jwt_bearer_grant.h"

#include "config/relative_path.h"
#include "config/source_text.h"
#include "config/typed.h"
#include "core/redact.h"
#include "http/url.h"
#include "json/value.h"
#include "json/write.h"

namespace decant::source::auth {

namespace {

using config::Kind;

constexpr std::int64_t kAssertionSeconds = 3600;

/// Text, or a list of texts joined by blanks.
Result<std::string> scope_of(const config::Element& element) {
  if (element.node.is_null()) return std::string();
  if (!element.node.is_sequence()) {
    DECANT_TRY(const auto text, config::typed(element.node, Kind::text, element.path));
    return text.as_text();
  }
  std::string joined;
  for (const auto& item : element.node.items()) {
    DECANT_TRY(const auto text, config::typed(item, Kind::text, element.path));
    joined += (joined.empty() ? "" : " ") + text.as_text();
  }
  return joined;
}

Result<std::string> key_text(const AuthFields& fields) {
  if (fields.has("private_key")) return fields.text("private_key");
  const auto path = config::path_beside(fields.value("private_key_path"));
  auto text = config::read_bounded(path);
  if (!text) return fail(std::move(text).error().within("reading " + fields.place("private_key_path").text()));
  Redactor::process().add(*text);
  return text;
}

}  // namespace

AuthFields JwtBearerGrant::fields() {
  return AuthFields({{.key = "client_id", .required = true},
                     {.key = "private_key", .required = true, .is_secret = true},
                     {.key = "private_key_path"},
                     {.key = "auth_endpoint", .required = true},
                     {.key = "scopes", .kind = Kind::null},
                     {.key = "headers", .kind = Kind::mapping},
                     {.key = "private_key_passphrase", .is_secret = true},
                     {.key = "default_token_expiration", .kind = Kind::integer}});
}

Result<std::shared_ptr<const TokenGrant>> JwtBearerGrant::make(const config::Element& element,
                                                               const AuthFields& fields) {
  Claims claims{
      .client_id = fields.text("client_id"), .auth_endpoint = fields.text("auth_endpoint"), .scope = {}, .headers = {}};
  if (const auto origin = http::origin_of(claims.auth_endpoint); !origin)
    return config::fail_at(element.node.location(), "`" + element.path + ".auth_endpoint`: " + origin.error().message,
                           origin.error().hint);
  DECANT_TRY(claims.scope, scope_of({fields.value("scopes"), element.path + ".scopes"}));
  for (const auto& member : fields.value("headers").members()) {
    DECANT_TRY(const auto text, config::typed(member.value, Kind::text, element.path + ".headers." + member.key));
    claims.headers.set(member.key, text.as_text());
  }
  DECANT_TRY(const std::string key, key_text(fields));
  auto signer = JwtSigner::load(key, fields.text("private_key_passphrase"));
  if (!signer)
    return config::fail_at(element.node.location(), "`" + element.path + "`: " + signer.error().message,
                           signer.error().hint);
  DECANT_TRY(const auto lifetime, fields.lifetime(element));
  return std::make_shared<const JwtBearerGrant>(std::move(claims), std::move(*signer), lifetime);
}

Result<http::Request> JwtBearerGrant::request(Micros now) const {
  const std::int64_t seconds = now / kMicrosPerSecond;
  json::Value claims = json::Value::object();
  claims["iss"] = claims_.client_id;
  claims["sub"] = claims_.client_id;
  claims["aud"] = claims_.auth_endpoint;
  claims["exp"] = seconds + kAssertionSeconds;
  claims["iat"] = seconds;
  if (!claims_.scope.empty()) claims["scope"] = claims_.scope;
  DECANT_TRY(const std::string assertion, signer_.sign(json::write(claims)));
  http::Request request = form(
      claims_.auth_endpoint, {{"grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"}, {"assertion", assertion}});
  for (const auto& [name, value] : claims_.headers.fields()) request.headers.set(name, value);
  return request;
}

}  // namespace decant::source::auth
