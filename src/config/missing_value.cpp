#include "config/missing_value.h"

#include <algorithm>
#include <system_error>
#include <utility>
#include <vector>

namespace decant::config {

namespace {

/// The places in their order, those of one provider that follow each other under its name.
std::string places(const Trail& trail) {
  std::string text;
  std::string_view provider;
  for (const auto& tried : trail) {
    if (tried.provider != provider) text += "\n  " + tried.provider;
    provider = tried.provider;
    text += "\n    " + tried.key;
  }
  return text;
}

std::string files_of(std::string_view provider, const Providers& providers) {
  std::string text = "\n  " + std::string(provider) + ":";
  for (const auto& file : providers.files(provider))
    text += (text.ends_with(':') ? " " : ", ") + file.path.string() + (file.exists ? "" : " (not there)");
  return providers.is_empty(provider) ? text + "; no value in all of it" : text;
}

/// Settings are read where the program is started; people keep them beside the pipeline file.
std::string folder_advice(const std::filesystem::path& pipeline_file, const Folders& folders) {
  if (pipeline_file.empty()) return {};
  std::error_code failed;
  auto folder = std::filesystem::absolute(pipeline_file, failed).parent_path().lexically_normal();
  const auto beside = folder / folders.settings.filename();
  if (failed || beside == folders.settings || !std::filesystem::is_directory(beside, failed)) return {};
  return "the settings beside the pipeline file, in " + beside.string() + ", were not read: run in " + folder.string() +
         ", or set DLT_PROJECT_DIR to it. Else ";
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

std::string files_read(const Providers& providers, bool for_settings, bool for_secrets) {
  std::string text = "read for this:" + files_of("secrets.toml", providers);
  if (for_settings) text += files_of("config.toml", providers);
  if (for_secrets) {
    const auto& folder = providers.environment().mounted_secrets;
    std::error_code ignored;
    text += "\n  mounted secrets: " + folder.string() + "/NAME" +
            (std::filesystem::is_directory(folder, ignored) ? "" : " (not there)") +
            ", NAME being the variable's in lower case with - for _";
  }
  if (!providers.folders().profile.empty()) text += "\n  profile: " + providers.folders().profile;
  return text;
}

Error missing_value_error(std::span<const MissingValue> values, const Providers& providers,
                          const MissingContext& context) {
  std::string message;
  if (values.size() > 1) message = std::to_string(values.size()) + " values are missing";
  for (const auto& value : values) {
    if (!message.empty()) message += "\n";
    if (value.location.source) message += value.location.to_string() + ": ";
    message += std::string(value.query.is_secret ? "no secret" : "no value") + " for " + in_quotes(value.field) +
               "; looked for, in this order:" + places(value.trail);
  }
  const auto is_secret = [](const MissingValue& value) { return value.query.is_secret; };
  message += "\n" + files_read(providers, !std::all_of(values.begin(), values.end(), is_secret),
                               std::any_of(values.begin(), values.end(), is_secret));
  for (const auto& value : context.resolved)
    message += (&value == context.resolved.data() ? "\nfound: " : ", ") + value;
  Error error = error_at(
      Location{}, message,
      values.empty() ? ""
                     : folder_advice(context.pipeline_file, providers.folders()) + advice(values.front(), providers));
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
