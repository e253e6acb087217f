#include "config/providers.h"

#include <array>
#include <iterator>
#include <utility>

#include "config/document.h"
#include "config/secret_values.h"
#include "core/utf8.h"

namespace decant::config {

namespace {

/// In the order in which they are asked.
enum Provider : std::size_t { kEnvironment, kSecrets, kConfig, kProviders };
constexpr std::array<std::string_view, kProviders> kNames = {"Environment Variables", "secrets.toml", "config.toml"};

/// Lays `over` on `under`: mappings key by key, anything else as a whole.
Node overlay(Node under, Node over) {
  if (!under.is_mapping() || !over.is_mapping()) return over;
  for (auto& member : under.members()) {
    auto& members = over.members();
    std::size_t at = 0;
    while (at < members.size() && members[at].key != member.key) ++at;
    if (at == members.size()) {
      members.push_back(std::move(member));
    } else {
      members[at].value = overlay(std::move(member.value), std::move(members[at].value));
    }
  }
  return over;
}

std::string key_form(std::size_t provider, const SectionPath& sections, std::string_view key) {
  return provider == kEnvironment ? environment_key(sections, key) : dotted_key(sections, key);
}

bool is_there(const std::filesystem::path& path) {
  std::error_code code;
  // A file that cannot even be asked about is tried, so that its error is seen.
  return std::filesystem::exists(path, code) || code;
}

}  // namespace

Result<Providers::Toml> Providers::load_toml(std::string_view name, const Folders& folders) {
  Toml toml;
  toml.root = Node(Location{}, Node::Members{});
  std::vector<std::filesystem::path> paths = {folders.settings / name};
  if (folders.global != folders.settings) paths.push_back(folders.global / name);
  for (const auto& path : paths) {
    const bool exists = is_there(path);
    toml.files.push_back({path, exists});
    if (!exists) continue;
    auto document = load_document(path);
    if (!document) return fail(std::move(document.error()).within("reading the settings of " + std::string(name)));
    toml.root = overlay(std::move(*document), std::move(toml.root));
  }
  return toml;
}

Result<Providers> Providers::load(const Environment& environment) {
  Providers providers;
  providers.environment_ = environment;
  providers.folders_ = folders_of(environment);
  DECANT_TRY(providers.secrets_, load_toml(kNames[kSecrets], providers.folders_));
  DECANT_TRY(providers.config_, load_toml(kNames[kConfig], providers.folders_));
  return providers;
}

bool Providers::is_empty(std::size_t provider) const {
  if (provider == kEnvironment) return environment_.variables.empty();
  return (provider == kSecrets ? secrets_ : config_).root.members().empty();
}

Result<std::optional<Found>> Providers::look_in(std::size_t provider, const SectionPath& sections,
                                                std::string_view key) const {
  std::string form = key_form(provider, sections, key);
  if (provider == kEnvironment) {
    const auto variable = environment_.variables.find(form);
    if (variable == environment_.variables.end()) return std::nullopt;
    Location location = location_of("environment variable " + form, 0);
    if (!is_utf8(variable->second)) return fail_at(location, "the value is not UTF-8 text");
    return Found{Node(std::move(location), variable->second), std::string(kNames[provider]), std::move(form)};
  }
  const Node* node = &(provider == kSecrets ? secrets_ : config_).root;
  for (const auto& section : sections) {
    if (!section.empty()) node = node->find(section);
    if (node == nullptr) return std::nullopt;
  }
  node = node->find(key);
  if (node == nullptr || node->is_null()) return std::nullopt;
  return Found{*node, std::string(kNames[provider]), std::move(form)};
}

Result<bool> Providers::ask(std::size_t provider, std::span<const SectionPath> candidates, std::string_view key,
                            bool is_secret, Answer& answer) const {
  // dlt asks config.toml for secrets only to refuse them there; it does not show up in the trail.
  const bool traced = provider != kConfig || !is_secret;
  for (const auto& sections : candidates) {
    if (traced)
      answer.trail.push_back({std::string(kNames[provider]), key_form(provider, sections, key), is_empty(provider)});
    if (is_empty(provider)) continue;
    DECANT_TRY(auto found, look_in(provider, sections, key));
    if (!found) continue;
    if (!traced) {
      return fail_at(found->value.location(),
                     "the secret " + in_quotes(found->key) + " stands in config.toml, which holds no secrets",
                     "move it to " + (folders_.settings / kNames[kSecrets]).string());
    }
    found->value.mark_found(is_secret);
    if (is_secret) hide_secret(found->value);
    answer.found = std::move(*found);
    return true;
  }
  return false;
}

Result<Answer> Providers::look_up(const Query& query) const {
  const auto plain = section_candidates(query.sections, query.config_section);
  Answer answer;
  for (const bool with_pipeline : {true, false}) {
    if (with_pipeline && query.pipeline_name.empty()) continue;
    auto candidates = plain;
    if (with_pipeline) {
      for (auto& sections : candidates) sections.insert(sections.begin(), query.pipeline_name);
    }
    for (std::size_t provider = 0; provider < kProviders; ++provider) {
      DECANT_TRY(const bool found, ask(provider, candidates, query.key, query.is_secret, answer));
      if (found) return answer;
    }
  }
  return answer;
}

Result<Answer> Providers::at(std::string_view path, bool is_secret) const {
  SectionPath sections = split_path(path);
  const std::string key = std::move(sections.back());
  sections.pop_back();
  Answer answer;
  for (std::size_t provider = 0; provider < kProviders; ++provider) {
    DECANT_TRY(const bool found, ask(provider, std::span(&sections, 1), key, is_secret, answer));
    if (found) break;
  }
  return answer;
}

const std::vector<ProbedFile>& Providers::files(std::string_view provider) const {
  static const std::vector<ProbedFile> none;
  if (provider == kNames[kSecrets]) return secrets_.files;
  return provider == kNames[kConfig] ? config_.files : none;
}

}  // namespace decant::config
