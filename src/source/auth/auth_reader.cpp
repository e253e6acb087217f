#include "source/auth/auth_reader.h"

#include "core/hash.h"
#include "core/redact.h"
#include "source/auth/client_credentials_grant.h"
#include "source/auth/jwt_bearer_grant.h"

namespace decant::source::auth {

namespace {

using config::Element;
using config::Node;

http::Credential header(std::string name, std::string value) {
  return {.place = http::Credential::Place::header, .name = std::move(name), .value = std::move(value)};
}

Result<std::string> read_type(const Element& element) {
  const Node* given = element.node.is_text() ? &element.node : element.node.find("type");
  if (given == nullptr || given->is_null()) return std::string("bearer");
  if (!given->is_text()) return config::fail_at(given->location(), "`" + element.path + ".type` must be text");
  return given->as_text();
}

Result<AuthFields> read_fields(const Element& element, const AuthContext& context, AuthFields fields) {
  DECANT_TRY(fields.take_given(element));
  DECANT_TRY(fields.look_up_missing(element, context));
  return fields;
}

Result<Auth> read_bearer(const Element& element, const AuthContext& context) {
  AuthFields wanted({{.key = "token", .required = true, .is_secret = true, .is_native = true}});
  DECANT_TRY(const auto fields, read_fields(element, context, std::move(wanted)));
  return Auth{.credentials = {header("Authorization", "Bearer " + fields.text("token"))},
              .grant = nullptr,
              .place = fields.place("token")};
}

Result<Auth> read_basic(const Element& element, const AuthContext& context) {
  AuthFields fields({{.key = "username", .required = true, .is_native = true},
                     {.key = "password", .required = true, .is_secret = true, .is_native = true}});
  DECANT_TRY(fields.take_given(element));
  if (fields.has("username") != fields.has("password"))
    return config::fail_at(element.node.location(),
                           "`" + element.path + "` must have both username and password, or neither");
  DECANT_TRY(fields.look_up_missing(element, context));
  return basic_auth(fields.text("username"), fields.text("password"), fields.place("password"));
}

Result<Auth> read_api_key(const Element& element, const AuthContext& context) {
  AuthFields wanted({{.key = "api_key", .required = true, .is_secret = true, .is_native = true},
                     {.key = "name"},
                     {.key = "location"}});
  DECANT_TRY(const auto fields, read_fields(element, context, std::move(wanted)));
  const std::string location = fields.text("location", "header");
  http::Credential credential = header(fields.text("name", "Authorization"), fields.text("api_key"));
  if (location == "query" || location == "param") {
    credential.place = http::Credential::Place::query;
  } else if (location == "cookie" && context.strict) {
    credential.place = http::Credential::Place::cookie;
  } else if (location == "cookie") {
    return config::fail_at(element.node.location(),
                           "`" + element.path + ".location`: a key in a cookie is not supported as in dlt",
                           "Set `strict: true` at the source to have it sent.");
  } else if (location != "header") {
    return config::fail_at(element.node.location(), "`" + element.path + ".location` must be header, query or cookie");
  }
  return Auth{.credentials = {std::move(credential)}, .grant = nullptr, .place = fields.place("api_key")};
}

Result<Auth> read_client_credentials(const Element& element, const AuthContext& context) {
  DECANT_TRY(const auto fields, read_fields(element, context, ClientCredentialsGrant::fields()));
  DECANT_TRY(auto grant, ClientCredentialsGrant::make(element, fields));
  return Auth{.credentials = {}, .grant = std::move(grant), .place = fields.place("client_secret")};
}

Result<Auth> read_jwt_bearer(const Element& element, const AuthContext& context) {
  AuthFields fields = JwtBearerGrant::fields();
  DECANT_TRY(fields.take_given(element));
  if (fields.has("private_key_path")) fields.make_optional("private_key");
  DECANT_TRY(fields.look_up_missing(element, context));
  DECANT_TRY(auto grant, JwtBearerGrant::make(element, fields));
  const bool in_file = !fields.has("private_key");
  return Auth{.credentials = {},
              .grant = std::move(grant),
              .place = fields.place(in_file ? "private_key_path" : "private_key")};
}

}  // namespace

Auth basic_auth(const std::string& username, const std::string& password, config::SettingPlace place) {
  const std::string pair = base64_encode(username + ":" + password);
  Redactor::process().add(password);
  Redactor::process().add(pair);
  return Auth{.credentials = {header("Authorization", "Basic " + pair)}, .grant = nullptr, .place = std::move(place)};
}

Result<Auth> read_auth(const Element& element, const AuthContext& context) {
  if (element.node.is_null()) return Auth{};
  if (!element.node.is_text() && !element.node.is_mapping())
    return config::fail_at(element.node.location(), "`" + element.path + "` must be a type or a mapping");
  DECANT_TRY(const std::string type, read_type(element));
  if (type == "bearer") return read_bearer(element, context);
  if (type == "api_key") return read_api_key(element, context);
  if (type == "http_basic") return read_basic(element, context);
  if (type == ClientCredentialsGrant::kType) return read_client_credentials(element, context);
  if (type == JwtBearerGrant::kType) return read_jwt_bearer(element, context);
  return config::fail_at(element.node.location(), "`" + element.path + "`: unknown type `" + type + "`",
                         "Supported are bearer, api_key, http_basic, oauth2_client_credentials, oauth2_jwt_bearer.");
}

}  // namespace decant::source::auth
