#pragma once

#include <string>

#include "config/setting.h"
#include "json/value.h"

namespace decant::cli {

/// A setting for people, with every place looked at and what was read for it; with line ends.
std::string setting_text(const config::Setting& setting, const config::Providers& providers, bool reveal);

/// The same for programs: {"key", "found", "value", "secret", "provider", "found_as", "file", "line"}, parts that do
/// not apply left out; `explain` adds "places", "files", "profile"; a problem adds "error".
json::Value setting_json(const config::Setting& setting, const config::Providers& providers, bool explain, bool reveal);

/// The value alone, on a line; `********` for a secret that is not to be shown.
std::string value_text(const config::Setting& setting, bool reveal);

}  // namespace decant::cli
