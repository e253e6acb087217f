#include "source/auth/auth_fields.h"

#include <algorithm>
#include <utility>

#include "config/missing_value.h"
#include "config/typed.h"
#include "core/redact.h"

namespace decant::source::auth {

namespace {

constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kTenYears = 10LL * 365 * 86'400;

config::Query query_of(const AuthField& field, const AuthContext& context) {
  config::Query query;
  query.pipeline_name = context.pipeline_name;
  query.sections = config::source_sections(context.section, context.name);
  query.config_section = "credentials";
  query.key = field.key;
  query.is_secret = field.is_secret;
  return query;
}

}  // namespace

const AuthField& AuthFields::find(std::string_view key) const {
  return *std::find_if(fields_.begin(), fields_.end(), [&](const AuthField& field) { return field.key == key; });
}

bool AuthFields::is_complete() const {
  return std::none_of(fields_.begin(), fields_.end(),
                      [](const AuthField& field) { return field.required && field.place.empty(); });
}

Result<void> AuthFields::take(const config::Node& value, std::string_view name, AuthField& field) {
  field.value = value;
  if (field.kind != config::Kind::null) {
    DECANT_TRY(field.value, config::typed(value, field.kind, name));
  }
  field.place = {.setting = std::string(name), .location = value.location()};
  return {};
}

Result<void> AuthFields::take_given(const config::Element& element) {
  if (!element.node.is_mapping()) return {};
  DECANT_TRY(config::Reader reader, config::Reader::open(element.node, element.path));
  DECANT_TRY(reader.optional_text("type"));
  DECANT_TRY(reader.refuse({"session"}));
  for (auto& field : fields_) {
    const auto given = reader.optional_any(field.key);
    if (!given || given->node.is_null()) continue;
    DECANT_TRY(take(given->node, given->path, field));
  }
  return reader.finish();
}

void AuthFields::make_optional(std::string_view key) {
  for (auto& field : fields_) field.required = field.required && field.key != key;
}

Result<bool> AuthFields::take_native(const AuthContext& context) {
  std::vector<AuthField*> parts;
  for (auto& field : fields_) {
    if (field.is_native) parts.push_back(&field);
  }
  if (parts.empty() || context.providers == nullptr) return false;
  config::Query query = query_of(*parts.front(), context);
  query.key = std::exchange(query.config_section, "");
  query.is_secret = query.is_native = true;
  DECANT_TRY(const auto answer, context.providers->look_up(query));
  if (!answer.found) return false;
  const auto& [value, provider, key] = *answer.found;
  if (parts.size() == 1) {
    DECANT_TRY(take(value, key, *parts.front()));
    return true;
  }
  if (value.items().size() != parts.size())
    return config::fail_at(value.location(), config::in_quotes(key) + " must be a list of username and password",
                           "Or give them one by one, in a section of that name.");
  for (std::size_t i = 0; i < parts.size(); ++i) DECANT_TRY(take(value.items()[i], key, *parts[i]));
  return true;
}

Result<void> AuthFields::look_up_missing(const config::Element& element, const AuthContext& context) {
  std::vector<config::MissingValue> missing;
  const bool looks = !is_complete();
  bool is_native = false;
  if (looks) {
    DECANT_TRY(is_native, take_native(context));
  }
  for (auto& field : fields_) {
    if (!looks) break;
    if (is_native && field.is_native) continue;
    const config::Query query = query_of(field, context);
    config::Answer answer;
    if (context.providers != nullptr) {
      DECANT_TRY(answer, context.providers->look_up(query));
    }
    if (answer.found) {
      DECANT_TRY(take(answer.found->value, answer.found->key, field));
    } else if (field.required && field.place.empty()) {
      missing.push_back({.field = element.path + "." + std::string(field.key), .query = query, .trail = answer.trail});
    }
  }
  if (!missing.empty() && context.providers != nullptr)
    return fail(config::missing_value_error(missing, *context.providers));
  if (!missing.empty()) return config::fail_at(element.node.location(), "`" + missing.front().field + "` is missing");
  for (const auto& field : fields_) {
    if (!field.is_secret || field.place.empty()) continue;
    if (field.value.as_text().empty())
      return config::fail_at(element.node.location(), "`" + element.path + "." + std::string(field.key) + "` is empty");
    Redactor::process().add(field.value.as_text());
  }
  return {};
}

std::string AuthFields::text(std::string_view key, std::string_view fallback) const {
  const AuthField& field = find(key);
  return field.place.empty() ? std::string(fallback) : field.value.as_text();
}

Result<std::chrono::seconds> AuthFields::lifetime(const config::Element& element) const {
  const AuthField& field = find("default_token_expiration");
  const std::int64_t seconds = field.place.empty() ? kHour : field.value.as_integer();
  if (seconds < 0 || seconds > kTenYears)
    return config::fail_at(element.node.location(),
                           "`" + element.path + ".default_token_expiration` must be 0 seconds or more");
  return std::chrono::seconds(seconds);
}

}  // namespace decant::source::auth
