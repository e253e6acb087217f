#include "source/auth/auth_reader.h"

#include <algorithm>

#include "config/missing_value.h"
#include "config/typed.h"
#include "core/hash.h"
#include "core/redact.h"

namespace decant::source::auth {

namespace {

using config::Element;
using config::Node;
using config::Reader;

struct Field {
  std::string_view key;
  bool is_secret = false;
  std::string_view fallback;  ///< empty: required
  std::string value = {};
  std::string place = {};  ///< where it was found; empty: nowhere
};

constexpr std::string_view kTypes = "bearer, api_key, http_basic";

std::vector<Field> fields_of(std::string_view type) {
  if (type == "bearer") return {{.key = "token", .is_secret = true, .fallback = {}}};
  if (type == "http_basic")
    return {{.key = "username", .is_secret = false, .fallback = {}},
            {.key = "password", .is_secret = true, .fallback = {}}};
  return {{.key = "api_key", .is_secret = true, .fallback = {}},
          {.key = "name", .is_secret = false, .fallback = "Authorization"},
          {.key = "location", .is_secret = false, .fallback = "header"}};
}

Result<std::string> read_type(const Element& element) {
  std::string type = "bearer";
  const Node* given = element.node.is_text() ? &element.node : element.node.find("type");
  if (given != nullptr && !given->is_null()) {
    if (!given->is_text()) return config::fail_at(given->location(), "`" + element.path + ".type` must be text");
    type = given->as_text();
  }
  if (type == "bearer" || type == "api_key" || type == "http_basic") return type;
  const config::Location& place = given->location();
  if (type == "oauth2_client_credentials")
    return config::fail_at(place, "`" + element.path + "`: the type `" + type + "` is not supported yet",
                           "Supported are " + std::string(kTypes) + ".");
  return config::fail_at(place, "`" + element.path + "`: unknown type `" + type + "`",
                         "Supported are " + std::string(kTypes) + ".");
}

Result<void> read_given(const Element& element, std::vector<Field>& fields) {
  if (!element.node.is_mapping()) return {};
  DECANT_TRY(Reader reader, Reader::open(element.node, element.path));
  DECANT_TRY(reader.optional_text("type"));
  DECANT_TRY(reader.refuse({"session"}));
  for (auto& field : fields) {
    DECANT_TRY(const auto given, reader.optional_text(field.key));
    if (!given) continue;
    field.value = *given;
    field.place = "`" + reader.path_of(field.key) + "` (" + element.node.find(field.key)->location().to_string() + ")";
  }
  return reader.finish();
}

/// dlt: with a required field missing, every field is looked for and what is found wins.
Result<void> look_up_fields(const Element& element, const AuthContext& context, std::vector<Field>& fields) {
  const bool complete = std::none_of(fields.begin(), fields.end(),
                                     [](const Field& field) { return field.place.empty() && field.fallback.empty(); });
  if (complete) return {};
  std::vector<config::MissingValue> missing;
  for (auto& field : fields) {
    config::Query query;
    query.pipeline_name = context.pipeline_name;
    query.sections = config::source_sections(context.section, context.name);
    query.config_section = "credentials";
    query.key = field.key;
    query.is_secret = field.is_secret;
    config::Answer answer;
    if (context.providers != nullptr) {
      DECANT_TRY(answer, context.providers->look_up(query));
    }
    if (answer.found) {
      DECANT_TRY(const Node text, config::typed(answer.found->value, config::Kind::text, answer.found->key));
      field.value = text.as_text();
      field.place = "`" + answer.found->key + "` (" + answer.found->value.location().to_string() + ")";
    } else if (field.place.empty() && field.fallback.empty()) {
      missing.push_back({.field = element.path + "." + std::string(field.key), .query = query, .trail = answer.trail});
    }
  }
  if (missing.empty()) return {};
  if (context.providers != nullptr) return fail(config::missing_value_error(missing, *context.providers));
  return config::fail_at(element.node.location(), "`" + missing.front().field + "` is missing");
}

Result<Auth> make_api_key(const Element& element, const AuthContext& context, const std::vector<Field>& fields) {
  const std::string& location = fields[2].value;
  http::Credential credential{
      .place = http::Credential::Place::header, .name = fields[1].value, .value = fields[0].value};
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
  return Auth{.credentials = {std::move(credential)}, .place = fields[0].place};
}

}  // namespace

Result<Auth> read_auth(const Element& element, const AuthContext& context) {
  if (element.node.is_null()) return Auth{};
  if (!element.node.is_text() && !element.node.is_mapping())
    return config::fail_at(element.node.location(), "`" + element.path + "` must be a type or a mapping");
  DECANT_TRY(const std::string type, read_type(element));
  std::vector<Field> fields = fields_of(type);
  DECANT_TRY(read_given(element, fields));
  if (type == "http_basic" && fields[0].place.empty() != fields[1].place.empty())
    return config::fail_at(element.node.location(),
                           "`" + element.path + "` must have both username and password, or neither");
  DECANT_TRY(look_up_fields(element, context, fields));
  for (auto& field : fields) {
    if (field.place.empty()) field.value = field.fallback;
    if (field.is_secret) Redactor::process().add(field.value);
    if (field.is_secret && field.value.empty())
      return config::fail_at(element.node.location(), "`" + element.path + "." + std::string(field.key) + "` is empty");
  }
  if (type == "api_key") return make_api_key(element, context, fields);
  http::Credential credential{.place = http::Credential::Place::header, .name = "Authorization", .value = {}};
  if (type == "bearer") {
    credential.value = "Bearer " + fields[0].value;
    return Auth{.credentials = {std::move(credential)}, .place = fields[0].place};
  }
  const std::string pair = base64_encode(fields[0].value + ":" + fields[1].value);
  Redactor::process().add(pair);
  credential.value = "Basic " + pair;
  return Auth{.credentials = {std::move(credential)}, .place = fields[1].place};
}

}  // namespace decant::source::auth
