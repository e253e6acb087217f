#include "cli/config_command.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <string_view>
#include <utility>

#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/setting_output.h"
#include "config/environment.h"
#include "config/setting.h"
#include "config/typed.h"

namespace decant::cli {

namespace {

struct NamedKind {
  std::string_view name;
  config::Kind kind;
};
constexpr std::array kKinds{NamedKind{"text", config::Kind::text},     NamedKind{"integer", config::Kind::integer},
                            NamedKind{"number", config::Kind::real},   NamedKind{"boolean", config::Kind::boolean},
                            NamedKind{"list", config::Kind::sequence}, NamedKind{"mapping", config::Kind::mapping}};

Result<config::Query> query_of(const ConfigFlags& flags) {
  if (flags.key.starts_with('.') || flags.key.ends_with('.') || flags.key.find("..") != std::string::npos)
    return fail(ErrorKind::usage, "`" + flags.key + "` has an empty name in its path",
                "A key is a dotted path, such as sources.centra.api_key.");
  auto query = config::query_of_path(flags.key, flags.pipeline, flags.secret);
  query.is_secret = query.is_secret || config::is_secret_name(query.key);
  return query;
}

/// The value read as the type that is asked for.
void apply_type(const std::string& type, config::Setting& setting) {
  if (type.empty() || !setting.found || setting.problem) return;
  const auto* kind = std::find_if(kKinds.begin(), kKinds.end(), [&](const auto& known) { return known.name == type; });
  if (kind == kKinds.end()) return;
  auto value = config::typed(setting.found->value, kind->kind, setting.found->key);
  if (value) {
    setting.found->value = std::move(*value);
  } else {
    setting.problem = std::move(value.error());
  }
}

/// Whether no place holds anything.
bool is_nowhere(const config::Setting& setting) {
  return std::all_of(setting.places.begin(), setting.places.end(),
                     [](const auto& place) { return place.state == config::PlaceState::absent; });
}

}  // namespace

Result<config::Setting> setting_of(const ConfigFlags& flags, const config::Providers& providers) {
  DECANT_TRY(const auto query, query_of(flags));
  DECANT_TRY(auto setting, config::look_up_setting(providers, query));
  apply_type(flags.type, setting);
  return setting;
}

Result<int> config_get_command(const ConfigFlags& flags) {
  DECANT_TRY(const auto providers, config::Providers::load(config::Environment::of_process()));
  DECANT_TRY(auto setting, setting_of(flags, providers));
  if (flags.json) {
    DECANT_TRY(put_json(setting_json(setting, providers, flags.explain, flags.reveal)));
    return setting.problem ? exit_code_of(setting.problem->kind) : kOk;
  }
  if (flags.explain) {
    DECANT_TRY(put(stdout, setting_text(setting, providers, flags.reveal)));
    std::fflush(stdout);  // before the error, which goes elsewhere
  } else if (!setting.problem) {
    DECANT_TRY(put(stdout, value_text(setting, flags.reveal)));
  }
  if (!setting.problem) return kOk;
  // All places were shown already.
  if (flags.explain && !setting.found && is_nowhere(setting))
    return fail(ErrorKind::config,
                "no " + std::string(setting.query.is_secret ? "secret" : "value") + " for `" + flags.key + "`",
                setting.problem->hint);
  return fail(std::move(*setting.problem));
}

}  // namespace decant::cli
