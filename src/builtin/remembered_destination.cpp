#include "builtin/remembered_destination.h"

#include <system_error>

#include "core/file.h"
#include "destination/duckdb/duckdb_destination.h"
#include "json/value.h"
#include "json/write.h"

namespace decant::builtin {

namespace {

std::filesystem::path file_in(const std::filesystem::path& working_folder) {
  return working_folder / "decant" / "destination.json";
}

json::Value to_json(const FileSettings& settings) {
  json::Value document = json::Value::object();
  document["layout"] = settings.layout;
  json::Value& placeholders = document["extra_placeholders"];
  placeholders = json::Value::object();
  for (const auto& [name, text] : settings.extra_placeholders) placeholders[name] = text;
  if (settings.current_datetime) document["current_datetime"] = *settings.current_datetime;
  document["compression"] = settings.is_compressed;
  document["max_state_files"] = settings.max_state_files;
  return document;
}

FileSettings settings_from(const json::Value& document) {
  FileSettings settings;
  settings.layout = document.text_or("layout", settings.layout);
  if (const auto* placeholders = document.find("extra_placeholders");
      placeholders != nullptr && placeholders->is_object()) {
    for (const auto& [name, text] : placeholders->as_object()) {
      if (text.is_string()) settings.extra_placeholders[name] = text.as_string();
    }
  }
  if (const auto* now = document.find("current_datetime"); now != nullptr && now->is_integer()) {
    settings.current_datetime = now->as_integer();
  }
  settings.is_compressed = document.bool_or("compression", settings.is_compressed);
  settings.max_state_files = static_cast<int>(document.integer_or("max_state_files", settings.max_state_files));
  return settings;
}

/// Parameters of libpq that are secrets.
bool is_secret(std::string_view parameter) { return parameter == "password" || parameter == "sslpassword"; }

json::Value to_json(const destination::PostgresCredentials& server) {
  json::Value document = json::Value::object();
  document["host"] = server.host;
  document["port"] = server.port;
  document["database"] = server.database;
  document["username"] = server.username;
  document["connect_timeout"] = server.connect_timeout;
  json::Value& parameters = document["query"];
  parameters = json::Value::object();
  for (const auto& [name, text] : server.parameters) {
    if (!is_secret(name)) parameters[name] = text;
  }
  return document;
}

destination::PostgresCredentials server_from(const json::Value& document) {
  destination::PostgresCredentials server;
  server.host = document.text_or("host", server.host);
  server.port = static_cast<int>(document.integer_or("port", server.port));
  server.database = document.text_or("database", "");
  server.username = document.text_or("username", "");
  server.connect_timeout = static_cast<int>(document.integer_or("connect_timeout", server.connect_timeout));
  if (const auto* parameters = document.find("query"); parameters != nullptr && parameters->is_object()) {
    for (const auto& [name, text] : parameters->as_object()) {
      if (text.is_string()) server.parameters.emplace_back(name, text.as_string());
    }
  }
  return server;
}

}  // namespace

Result<void> remember_destination(const std::filesystem::path& working_folder,
                                  const RememberedDestination& destination) {
  json::Value document = json::Value::object();
  document["destination"] = destination.address.type;
  if (!destination.address.name.empty()) document["name"] = destination.address.name;
  document["location"] = destination.address.path.string();
  document["dataset"] = destination.dataset;
  if (destination.address.type == "filesystem") document["files"] = to_json(destination.address.files);
  if (destination.address.type == "postgres") document["server"] = to_json(destination.address.server);
  const auto path = file_in(working_folder);
  if (const auto known = recall_destination(working_folder); known && *known == destination) return {};
  // Not waited for: if it is lost, the next run writes it again.
  return write_file_unsynced(path, json::write_pretty(document) + "\n");
}

Result<std::optional<RememberedDestination>> recall_destination(const std::filesystem::path& working_folder) {
  const auto path = file_in(working_folder);
  std::error_code failed;
  if (!std::filesystem::exists(path, failed)) return std::nullopt;
  DECANT_TRY(const std::string text, read_file(path));
  if (text.empty()) return std::nullopt;
  const auto document = json::parse_value(text);
  RememberedDestination found;
  if (document) {
    found = {.address = {.type = document->text_or("destination", ""),
                         .path = document->text_or("location", ""),
                         .files = {},
                         .name = document->text_or("name", "")},
             .dataset = document->text_or("dataset", "")};
    if (const auto* files = document->find("files")) found.address.files = settings_from(*files);
    if (const auto* server = document->find("server")) found.address.server = server_from(*server);
  }
  const auto& place = found.address.path;
  const bool has_place = found.address.type == "postgres" ? !found.address.server.database.empty()
                                                          : place.is_absolute() || place == destination::kInMemory;
  if (found.address.type.empty() || !has_place || found.dataset.empty()) {
    return fail(ErrorKind::state, path.string() + " is damaged", "Remove the file; the next run writes it again.");
  }
  return found;
}

}  // namespace decant::builtin
