#include "cli/setting_output.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "cli/error_output.h"
#include "cli/text.h"
#include "config/missing_value.h"
#include "json/write.h"

namespace decant::cli {

namespace {

constexpr std::string_view kMask = "********";

std::string path_of(const config::Query& query) {
  auto sections = query.sections;
  sections.push_back(query.config_section);
  return config::dotted_key(sections, query.key);
}

/// The places below their providers; what is not empty is marked, in one column.
std::string places_text(const std::vector<config::JudgedPlace>& places) {
  std::size_t width = 0;
  for (const auto& place : places) width = std::max(width, width_of(place.tried.key));
  std::string text;
  std::string_view provider;
  for (const auto& place : places) {
    if (place.tried.provider != provider) text += "  " + place.tried.provider + "\n";
    provider = place.tried.provider;
    text += "    " + place.tried.key;
    if (place.state != config::PlaceState::absent) {
      text += std::string(width - width_of(place.tried.key) + 2, ' ') + std::string(to_string(place.state));
      if (place.location.line > 0 || place.location.to_string().starts_with('/'))
        text += ": " + place.location.to_string();
    }
    text += "\n";
  }
  return text;
}

json::Value place_json(const config::JudgedPlace& place) {
  json::Value value = json::Value::object();
  value["provider"] = place.tried.provider;
  value["key"] = place.tried.key;
  value["state"] = to_string(place.state);
  if (place.location.line > 0) {
    value["file"] = *place.location.source;
    value["line"] = place.location.line;
  }
  return value;
}

void add_explanation(const config::Setting& setting, const config::Providers& providers, json::Value& document) {
  json::Value& places = document["places"] = json::Value::array();
  for (const auto& place : setting.places) places.push_back(place_json(place));
  json::Value& files = document["files"] = json::Value::array();
  for (const std::string_view provider : {"secrets.toml", "config.toml"}) {
    for (const auto& file : providers.files(provider)) {
      json::Value value = json::Value::object();
      value["provider"] = provider;
      value["path"] = file.path.string();
      value["exists"] = file.exists;
      files.push_back(std::move(value));
    }
  }
  if (!providers.folders().profile.empty()) document["profile"] = providers.folders().profile;
}

}  // namespace

std::string value_text(const config::Setting& setting, bool reveal) {
  if (setting.is_secret() && !reveal) return std::string(kMask) + "\n";
  const auto& value = setting.found->value;
  return (value.is_text() ? value.as_text() : json::write(value.to_json())) + "\n";
}

std::string setting_text(const config::Setting& setting, const config::Providers& providers, bool reveal) {
  std::string text = path_of(setting.query) + ": ";
  if (setting.found) {
    text += printable(value_text(setting, reveal), true);
    text += "found in " + setting.found->provider + " as " + setting.found->key;
    if (const auto place = setting.found->value.location().to_string(); !place.starts_with("environment"))
      text += ": " + place;
    text += "\n";
  } else {
    text += "none\n";
  }
  text += "places, in the order of the lookup:\n" + places_text(setting.places);
  text += config::files_read(providers, !setting.query.is_secret, setting.query.is_secret) + "\n";
  return printable(text, true);
}

json::Value setting_json(const config::Setting& setting, const config::Providers& providers, bool explain,
                         bool reveal) {
  json::Value document = json::Value::object();
  document["key"] = path_of(setting.query);
  document["found"] = setting.found.has_value();
  if (setting.found) {
    const bool hidden = setting.is_secret() && !reveal;
    document["value"] = hidden ? json::Value(kMask) : setting.found->value.to_json();
    document["secret"] = setting.is_secret();
    document["provider"] = setting.found->provider;
    document["found_as"] = setting.found->key;
    const auto& location = setting.found->value.location();
    if (location.line > 0) {
      document["file"] = *location.source;
      document["line"] = location.line;
    }
  }
  if (explain) add_explanation(setting, providers, document);
  if (setting.problem) document["error"] = std::move(*error_json(*setting.problem).find("error"));
  return document;
}

}  // namespace decant::cli
