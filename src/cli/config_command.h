#pragma once

#include <string>

#include "config/setting.h"
#include "core/result.h"

namespace decant::cli {

/// Flags of `decant config get`; empty: not given.
struct ConfigFlags {
  std::string key;       ///< dotted path: `sources.centra.api_key`
  std::string pipeline;  ///< whose own settings count first
  std::string type;      ///< text, integer, number, boolean, list, mapping: what the value must be
  bool secret = false;   ///< look for it as a secret, whatever its name
  bool reveal = false;   ///< show a secret
  bool explain = false;  ///< every place looked at
  bool json = false;
};

/// What the flags ask for, looked up, and read as the type if one is given.
Result<config::Setting> setting_of(const ConfigFlags& flags, const config::Providers& providers);

/// `decant config get KEY`: prints a setting as dlt's lookup finds it. Returns the exit code; an error if it is
/// missing, refused or of another type.
Result<int> config_get_command(const ConfigFlags& flags);

}  // namespace decant::cli
