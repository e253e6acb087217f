#include "config/providers.h"

#include <array>
#include <utility>

#include "config/mounted_secrets.h"
#include "config/secret_values.h"
#include "config/typed.h"
#include "config/unfilled.h"
#include "core/utf8.h"

namespace decant::config {

namespace {

// In the order in which they are asked.
constexpr std::size_t kEnvironment = 0;
constexpr std::size_t kSecrets = 1;
constexpr std::size_t kConfig = 2;
constexpr std::size_t kProviders = 3;
constexpr std::array<std::string_view, kProviders> kNames = {"Environment Variables", "secrets.toml", "config.toml"};

std::string key_form(std::size_t provider, const SectionPath& sections, std::string_view key) {
  return provider == kEnvironment ? environment_key(sections, key) : dotted_key(sections, key);
}

Result<std::optional<Node>> value_of_variable(const Environment& environment, const std::string& name) {
  const auto variable = environment.variables.find(name);
  if (variable == environment.variables.end()) return std::nullopt;
  Location location = location_of("environment variable " + name, 0);
  if (!is_utf8(variable->second)) return fail_at(location, "the value is not UTF-8 text");
  return Node(std::move(location), variable->second);
}

std::optional<Node> value_in_tree(const Node& root, const SectionPath& sections, std::string_view key) {
  const Node* node = &root;
  for (const auto& section : sections) {
    if (!section.empty()) node = node->find(section);
    if (node == nullptr) return std::nullopt;
  }
  node = node->find(key);
  if (node == nullptr || node->is_null()) return std::nullopt;
  return *node;
}

}  // namespace

Result<Providers> Providers::load(const Environment& environment) {
  Providers providers;
  providers.environment_ = environment;
  providers.folders_ = folders_of(environment);
  DECANT_TRY(providers.secrets_, SettingsFile::load(kNames[kSecrets], providers.folders_));
  DECANT_TRY(providers.config_, SettingsFile::load(kNames[kConfig], providers.folders_));
  if (!providers.folders_.profile.empty()) DECANT_TRY(providers.move_workspace());
  return providers;
}

/// `workspace.settings` may put a workspace's folders elsewhere; the variables still win.
Result<void> Providers::move_workspace() {
  const auto move = [&](std::string_view key, std::string_view variable,
                        std::filesystem::path& folder) -> Result<void> {
    DECANT_TRY(const auto answer, look_up({.pipeline_name = {},
                                           .sections = {"workspace"},
                                           .config_section = "settings",
                                           .key = std::string(key),
                                           .is_secret = false}));
    if (!answer.found || !environment_.value_of(variable).empty()) return {};
    DECANT_TRY(const Node text, typed(answer.found->value, Kind::text, answer.found->key));
    if (!text.as_text().empty()) folder = absolute_from(folders_.project, text.as_text());
    return {};
  };
  DECANT_TRY(move("working_dir", "DLT_DATA_DIR", folders_.data));
  return move("local_dir", "DLT_LOCAL_DIR", folders_.local);
}

bool Providers::is_empty(std::size_t provider) const {
  if (provider == kEnvironment) return environment_.variables.empty();
  return (provider == kSecrets ? secrets_ : config_).root.members().empty();
}

bool Providers::is_empty(std::string_view provider) const {
  for (std::size_t i = 0; i < kProviders; ++i) {
    if (kNames[i] == provider) return is_empty(i);
  }
  return true;
}

Result<std::optional<Node>> Providers::value_in(std::size_t provider, const SectionPath& sections, std::string_view key,
                                                bool is_secret) const {
  if (provider != kEnvironment) return value_in_tree((provider == kSecrets ? secrets_ : config_).root, sections, key);
  const std::string name = environment_key(sections, key);
  if (is_secret) {
    DECANT_TRY(auto mounted, mounted_secret(environment_.mounted_secrets, name));
    if (mounted) return mounted;
  }
  return value_of_variable(environment_, name);
}

Result<Providers::Step> Providers::visit_places(const std::vector<SectionPath>& candidates, std::string_view key,
                                                bool is_secret, const Visit& visit) const {
  for (std::size_t provider = 0; provider < kProviders; ++provider) {
    for (const auto& sections : candidates) {
      Place place{.tried = {.provider = std::string(kNames[provider]),
                            .key = key_form(provider, sections, key),
                            .skipped = is_empty(provider)},
                  .value = std::nullopt};
      if (!place.tried.skipped) {
        DECANT_TRY(place.value, value_in(provider, sections, key, is_secret));
      }
      // dlt asks config.toml for secrets only to refuse them there; it does not show up in the trail.
      if (provider == kConfig && is_secret && !place.value) continue;
      if (place.value) place.value->mark_found(is_secret);
      DECANT_TRY(const Step step, visit(std::move(place)));
      if (step == Step::stop) return step;
    }
  }
  return Step::go_on;
}

Result<Providers::Step> Providers::visit_places(const Query& query, const Visit& visit) const {
  auto candidates = section_candidates(query.sections, query.config_section);
  if (!query.pipeline_name.empty()) {
    auto of_pipeline = candidates;
    for (auto& sections : of_pipeline) sections.insert(sections.begin(), query.pipeline_name);
    DECANT_TRY(const Step step, visit_places(of_pipeline, query.key, query.is_secret, visit));
    if (step == Step::stop) return step;
  }
  return visit_places(candidates, query.key, query.is_secret, visit);
}

Result<Providers::Step> Providers::take(Place&& place, const Query& query, Answer& answer) const {
  Tried& tried = place.tried;
  if (!place.value) {
    answer.trail.push_back(std::move(tried));
    return Step::go_on;
  }
  if (query.is_secret && tried.provider == kNames[kConfig]) {
    return fail_at(place.value->location(),
                   "the secret " + in_quotes(tried.key) + " stands in config.toml, which holds no secrets",
                   "move it to " + (folders_.settings / kNames[kSecrets]).string());
  }
  answer.trail.push_back(tried);
  if (query.is_native && place.value->is_mapping()) return Step::stop;
  if (query.is_secret && !query.is_native) hide_secret(*place.value);
  answer.found =
      Found{.value = std::move(*place.value), .provider = std::move(tried.provider), .key = std::move(tried.key)};
  return Step::stop;
}

Result<Answer> Providers::find(const Query& query) const {
  Answer answer;
  DECANT_TRY(visit_places(query, [&](Place&& place) { return take(std::move(place), query, answer); }));
  return answer;
}

Result<Answer> Providers::look_up(const Query& query) const {
  DECANT_TRY(auto answer, find(query));
  if (answer.found) DECANT_TRY(check_filled(answer.found->value, answer.found->key));
  return answer;
}

Result<Answer> Providers::at(std::string_view path, bool is_secret) const {
  Query query;
  query.sections = split_path(path);
  query.key = std::move(query.sections.back());
  query.sections.pop_back();
  query.is_secret = is_secret;
  Answer answer;
  DECANT_TRY(visit_places({query.sections}, query.key, is_secret,
                          [&](Place&& place) { return take(std::move(place), query, answer); }));
  if (answer.found) DECANT_TRY(check_filled(answer.found->value, answer.found->key));
  return answer;
}

Result<std::vector<Place>> Providers::places(const Query& query) const {
  std::vector<Place> all;
  DECANT_TRY(visit_places(query, [&](Place&& place) -> Result<Step> {
    if (query.is_secret && place.value) hide_secret(*place.value);
    all.push_back(std::move(place));
    return Step::go_on;
  }));
  return all;
}

const std::vector<ProbedFile>& Providers::files(std::string_view provider) const {
  static const std::vector<ProbedFile> none;
  if (provider == kNames[kSecrets]) return secrets_.files;
  return provider == kNames[kConfig] ? config_.files : none;
}

}  // namespace decant::config
