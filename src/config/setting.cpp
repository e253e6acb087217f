#include "config/setting.h"

#include <algorithm>
#include <array>
#include <utility>

#include "config/missing_value.h"
#include "config/native_credentials.h"
#include "config/secret_values.h"
#include "config/unfilled.h"

namespace decant::config {

namespace {

constexpr std::string_view kCredentials = "credentials";

/// Sections that dlt's classes of settings bring with them.
constexpr std::array<std::string_view, 8> kInnerSections{kCredentials, "runtime", "schema",  "data_writer",
                                                         "settings",   "load",    "extract", "json_normalizer"};

constexpr std::array<std::string_view, 14> kSecretNames{"api_key",       "token",
                                                        "password",      "secret",
                                                        "client_secret", "access_token",
                                                        "refresh_token", "auth_token",
                                                        "private_key",   "private_key_passphrase",
                                                        "key_password",  kCredentials,
                                                        "passphrase",    "slack_incoming_hook"};

template <std::size_t Count>
bool contains(const std::array<std::string_view, Count>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Adds the places of one lookup. The first value among them is what `state` says, those behind it are shadowed.
void add_judged(std::vector<Place>&& places, PlaceState state, bool is_native, Setting& setting) {
  bool decided = setting.found.has_value() || setting.problem.has_value();
  for (auto& place : places) {
    JudgedPlace judged{.tried = std::move(place.tried), .location = {}, .state = PlaceState::absent};
    if (place.value && !(is_native && place.value->is_mapping())) {
      judged.location = place.value->location();
      judged.state = decided ? PlaceState::shadowed : state;
      decided = decided || state != PlaceState::absent;
    }
    setting.places.push_back(std::move(judged));
  }
}

/// Looks for credentials as one value, and takes the field out of it.
Result<void> look_into_native(const Providers& providers, Setting& setting) {
  Query query = setting.query;
  query.key = std::exchange(query.config_section, "");
  query.is_secret = query.is_native = true;
  DECANT_TRY(auto places, providers.places(query));
  const auto answer = providers.find(query);
  auto part = answer && answer->found ? native_field(answer->found->value, setting.query.key) : std::nullopt;
  const auto state = !answer ? PlaceState::refused : part ? PlaceState::found : PlaceState::absent;
  add_judged(std::move(places), state, true, setting);
  if (!answer) setting.problem = answer.error();
  if (!part) return {};
  if (setting.query.is_secret) hide_secret(*part);
  setting.found = Found{.value = std::move(*part), .provider = answer->found->provider, .key = answer->found->key};
  return {};
}

}  // namespace

bool is_secret_name(std::string_view key) { return contains(kSecretNames, key); }

Query query_of_path(std::string_view path, std::string_view pipeline_name, bool is_secret) {
  Query query;
  query.pipeline_name = pipeline_name;
  query.sections = split_path(path);
  query.key = std::move(query.sections.back());
  query.sections.pop_back();
  query.is_secret = is_secret;
  if (!query.sections.empty() && contains(kInnerSections, query.sections.back())) {
    query.config_section = std::move(query.sections.back());
    query.sections.pop_back();
  }
  return query;
}

std::string_view to_string(PlaceState state) {
  switch (state) {
    case PlaceState::absent: return "absent";
    case PlaceState::found: return "found";
    case PlaceState::shadowed: return "shadowed";
    case PlaceState::refused: return "refused";
  }
  return "absent";
}

bool Setting::is_secret() const { return query.is_secret || (found && found->provider == "secrets.toml"); }

Result<Setting> look_up_setting(const Providers& providers, const Query& query) {
  Setting setting;
  setting.query = query;
  if (query.config_section == kCredentials) DECANT_TRY(look_into_native(providers, setting));
  DECANT_TRY(auto places, providers.places(query));
  const auto answer = providers.find(query);
  add_judged(std::move(places), answer ? PlaceState::found : PlaceState::refused, false, setting);
  if (setting.found || setting.problem) return setting;
  auto sections = query.sections;
  sections.push_back(query.config_section);
  if (!answer) {
    setting.problem = answer.error();
  } else if (answer->found) {
    setting.found = answer->found;
    if (const auto filled = check_filled(setting.found->value, setting.found->key); !filled)
      setting.problem = filled.error();
  } else {
    setting.problem = missing_value_error(
        {.field = dotted_key(sections, query.key), .query = query, .trail = answer->trail, .location = {}}, providers);
  }
  return setting;
}

}  // namespace decant::config
