#include "source/auth/client_credentials_grant.h"

#include "http/url.h"
#include "json/write.h"

namespace decant::source::auth {

namespace {

using config::Kind;
using config::Node;

/// A value as Python's requests writes it into a form: nothing for null, one field for each element of a list.
Result<void> add_field(const std::string& name, const Node& value, http::Parameters& fields) {
  switch (value.kind()) {
    case Kind::null: return {};
    case Kind::boolean: fields.emplace_back(name, value.as_bool() ? "True" : "False"); return {};
    case Kind::integer: fields.emplace_back(name, std::to_string(value.as_integer())); return {};
    case Kind::real: {
      std::string text;
      json::append_real(value.as_real(), text);
      fields.emplace_back(name, text);
      return {};
    }
    case Kind::text: fields.emplace_back(name, value.as_text()); return {};
    case Kind::sequence:
      for (const auto& item : value.items()) DECANT_TRY(add_field(name, item, fields));
      return {};
    case Kind::mapping: break;
  }
  return config::fail_at(value.location(), "`access_token_request_data." + name + "` must be text, a number or a list");
}

}  // namespace

AuthFields ClientCredentialsGrant::fields() {
  return AuthFields({{.key = "access_token_url", .required = true},
                     {.key = "client_id", .required = true},
                     {.key = "client_secret", .required = true, .is_secret = true},
                     {.key = "access_token", .is_secret = true},  // dlt asks for a token before the first use anyway
                     {.key = "access_token_request_data", .kind = Kind::mapping},
                     {.key = "default_token_expiration", .kind = Kind::integer}});
}

Result<std::shared_ptr<const TokenGrant>> ClientCredentialsGrant::make(const config::Element& element,
                                                                       const AuthFields& fields) {
  const std::string url = fields.text("access_token_url");
  if (const auto origin = http::origin_of(url); !origin)
    return config::fail_at(element.node.location(),
                           "`" + element.path + ".access_token_url`: " + origin.error().message, origin.error().hint);
  const http::Parameters own{{"client_id", fields.text("client_id")},
                             {"client_secret", fields.text("client_secret")},
                             {"grant_type", "client_credentials"}};
  http::Parameters given;
  for (const auto& member : fields.value("access_token_request_data").members()) {
    DECANT_TRY(add_field(member.key, member.value, given));
  }
  DECANT_TRY(const auto lifetime, fields.lifetime(element));
  return std::make_shared<const ClientCredentialsGrant>(url, http::merge_parameters(own, given), lifetime);
}

Result<http::Request> ClientCredentialsGrant::request(Micros /*now*/) const { return form(url_, form_fields_); }

}  // namespace decant::source::auth
