#include "config/missing_value.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace decant::config {

namespace {

/// " (/x/.dlt/secrets.toml; /home/me/.dlt/secrets.toml: not there)", or nothing.
std::string files_of(std::string_view provider, const Providers& providers) {
  std::string text;
  for (const auto& file : providers.files(provider))
    text += (text.empty() ? " (" : "; ") + file.path.string() + (file.exists ? "" : ": not there");
  return text.empty() ? text : text + ")";
}

/// The places by provider, providers and keys in the order of the trail.
std::string places(const Trail& trail, const Providers& providers) {
  std::vector<std::string> names;
  for (const auto& tried : trail) {
    if (std::find(names.begin(), names.end(), tried.provider) == names.end()) names.push_back(tried.provider);
  }
  std::string text;
  for (const auto& name : names) {
    text += "\n  " + name + files_of(name, providers);
    for (const auto& tried : trail) {
      if (tried.provider == name) text += "\n    " + tried.key;
    }
  }
  return text;
}

bool is_bare(std::string_view key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

std::string toml_key(const std::string& key) { return is_bare(key) ? key : "\"" + key + "\""; }

/// The sections to write the value under: the source's own short form where it is looked for, else the full path.
SectionPath advised_sections(const MissingValue& value) {
  const Query& query = value.query;
  SectionPath full = query.sections;
  if (!query.config_section.empty()) full.push_back(query.config_section);
  if (query.sections.size() != 3) return full;
  SectionPath compact = full;
  compact.erase(compact.begin() + 1);
  const std::string key = dotted_key(compact, query.key);
  const bool looked_for =
      std::any_of(value.trail.begin(), value.trail.end(), [&](const Tried& t) { return t.key == key; });
  return looked_for ? compact : full;
}

std::string advice(const MissingValue& value, const Providers& providers) {
  const Query& query = value.query;
  const SectionPath sections = advised_sections(value);
  const auto file = providers.folders().settings / (query.is_secret ? "secrets.toml" : "config.toml");
  std::string header;
  for (const auto& section : sections) header += (header.empty() ? "[" : ".") + toml_key(section);
  return "write it into " + file.string() + ":\n\n" + (header.empty() ? "" : header + "]\n") + toml_key(query.key) +
         " = \"…\"\n\nor set the environment variable " + environment_key(sections, query.key);
}

}  // namespace

Error missing_value_error(std::span<const MissingValue> values, const Providers& providers) {
  std::string message;
  if (values.size() > 1) message = std::to_string(values.size()) + " values are missing";
  for (const auto& value : values) {
    if (!message.empty()) message += "\n";
    if (value.location.source) message += value.location.to_string() + ": ";
    message += std::string(value.query.is_secret ? "no secret" : "no value") + " for " + in_quotes(value.field) +
               "; looked for, in this order:" + places(value.trail, providers);
  }
  Error error = error_at(Location{}, message, values.empty() ? "" : advice(values.front(), providers));
  if (!values.empty() && values.front().location.line > 0) {
    error.details.file = *values.front().location.source;
    error.details.line = values.front().location.line;
  }
  return error;
}

Error missing_value_error(const MissingValue& value, const Providers& providers) {
  return missing_value_error(std::span(&value, 1), providers);
}

Result<Found> require_value(const Providers& providers, const Query& query, std::string_view field) {
  DECANT_TRY(auto answer, providers.look_up(query));
  if (answer.found) return std::move(*answer.found);
  return fail(missing_value_error({std::string(field), query, std::move(answer.trail), {}}, providers));
}

}  // namespace decant::config
