#include "builtin/destinations.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "destination/duckdb/duckdb_destination.h"
#include "destination/filesystem/filesystem_destination.h"
#include "schema/naming.h"

namespace decant::builtin {

namespace {

constexpr std::string_view kDuckDb = "duckdb";
constexpr std::string_view kFileType = "filesystem";
constexpr std::string_view kModules = "dlt.destinations.";  ///< dlt also accepts the module path of a factory

std::unexpected<Error> not_there_yet(const config::Location& location, std::string_view path, std::string_view name) {
  return config::fail_at(location, "`" + std::string(path) + "`: " + config::in_quotes(name) + " is not there yet",
                         "Here: duckdb, filesystem.");
}

/// The database file that a path or URL text names; nothing if it leaves the file to the default.
Result<std::optional<std::filesystem::path>> database_of(const config::Element& value) {
  std::string_view text = value.node.as_text();
  if (const auto scheme = text.find("://"); scheme != std::string_view::npos) {
    const std::string_view name = text.substr(0, scheme);
    if (name != kDuckDb) return not_there_yet(value.node.location(), value.path, name);
    text.remove_prefix(scheme + 3);
    if (!text.empty() && text.front() != '/') {
      return config::fail_at(value.node.location(),
                             "`" + value.path + "` names a server, but a DuckDB database is a file",
                             "Write duckdb:///shop.duckdb, or duckdb:////home/me/shop.duckdb for an absolute path.");
    }
    text.remove_prefix(text.empty() ? 0 : 1);
    if (const auto query = text.find('?'); query != std::string_view::npos) {
      return config::fail_at(value.node.location(),
                             "`" + value.path + "` has parameters behind `?`, which are not there yet");
    }
  }
  if (text == ":memory:" || text.starts_with("md:")) {
    return config::fail_at(value.node.location(),
                           "`" + value.path + "`: " + config::in_quotes(text) + " is no database file",
                           "Give the path of a file.");
  }
  if (text.empty()) return std::nullopt;
  return std::filesystem::path(text);
}

Result<std::optional<std::filesystem::path>> credentials_of(const config::Element& value) {
  if (value.node.is_text()) return database_of(value);
  DECANT_TRY(auto reader, config::Reader::open(value.node, value.path));
  DECANT_TRY(const auto database, reader.any("database"));
  DECANT_TRY(reader.finish());
  if (!database.node.is_text()) return reader.fail("database", "must be the path of a file");
  return database_of(database);
}

Result<std::optional<std::filesystem::path>> looked_up_database(const DestinationContext& context) {
  DECANT_TRY(const auto answer, context.providers->look_up({.pipeline_name = context.pipeline_name,
                                                            .sections = {"destination", std::string(kDuckDb)},
                                                            .config_section = {},
                                                            .key = "credentials",
                                                            .is_secret = false}));
  if (!answer.found) return std::nullopt;
  return credentials_of({.node = answer.found->value, .path = answer.found->key});
}

Result<DestinationAddress> duckdb_address(std::optional<std::filesystem::path> database,
                                          const DestinationContext& context) {
  if (!database) {
    DECANT_TRY(database, looked_up_database(context));
  }
  const auto path = database.value_or(context.pipeline_name + ".duckdb");
  return DestinationAddress{.type = std::string(kDuckDb),
                            .path = (context.providers->folders().local / path).lexically_normal()};
}

Result<DestinationAddress> file_address(const config::Element* mapping, const config::Element* url,
                                        const DestinationContext& context) {
  DECANT_TRY(auto found, read_file_destination(mapping, url, *context.providers, context.pipeline_name));
  return DestinationAddress{
      .type = std::string(kFileType), .path = std::move(found.bucket), .files = std::move(found.settings)};
}

Result<DestinationAddress> read_text(const config::Element& value, const DestinationContext& context) {
  const std::string& text = value.node.as_text();
  if (text.starts_with("file://")) return file_address(nullptr, &value, context);
  if (text.find("://") != std::string::npos) {
    DECANT_TRY(auto database, database_of(value));
    return duckdb_address(std::move(database), context);
  }
  const auto name = text.starts_with(kModules) ? text.substr(kModules.size()) : text;
  if (name == kFileType) return file_address(nullptr, nullptr, context);
  if (name != kDuckDb) return not_there_yet(value.node.location(), value.path, text);
  return duckdb_address(std::nullopt, context);
}

}  // namespace

Result<DestinationAddress> read_destination(const config::Element& value, const DestinationContext& context) {
  if (value.node.is_text()) return read_text(value, context);
  DECANT_TRY(auto reader, config::Reader::open(value.node, value.path));
  DECANT_TRY(const auto name, reader.text("name"));
  if (name == kFileType) return file_address(&value, nullptr, context);
  if (name != kDuckDb) return not_there_yet(value.node.location(), reader.path_of("name"), name);
  const auto credentials = reader.optional_any("credentials");
  DECANT_TRY(reader.refuse({"destination_name", "environment", "create_indexes", "enable_dataset_name_normalization"}));
  DECANT_TRY(reader.finish());
  if (!credentials || credentials->node.is_null()) return duckdb_address(std::nullopt, context);
  DECANT_TRY(auto database, credentials_of(*credentials));
  return duckdb_address(std::move(database), context);
}

Result<std::unique_ptr<destination::Destination>> make_destination(const DestinationAddress& address,
                                                                   std::string dataset, std::uint64_t memory) {
  const auto engine_memory = std::max(memory, kEngineMemory);
  if (address.type == kFileType) {
    DECANT_TRY(auto layout, layout_of(address.files));
    return std::make_unique<destination::FilesystemDestination>(
        destination::FilesystemOptions{.bucket = address.path,
                                       .dataset = std::move(dataset),
                                       .layout = std::move(layout),
                                       .is_compressed = address.files.is_compressed,
                                       .max_state_files = address.files.max_state_files,
                                       .memory_limit = engine_memory});
  }
  if (address.type != kDuckDb) {
    return fail(ErrorKind::config, "destination " + config::in_quotes(address.type) + " is not there yet",
                "Here: duckdb, filesystem.");
  }
  return std::make_unique<destination::DuckDbDestination>(destination::DuckDbOptions{
      .path = address.path, .dataset = std::move(dataset), .memory_limit = engine_memory, .threads = std::nullopt});
}

std::string dataset_name(std::string_view given, std::string_view pipeline_name) {
  const auto naming = schema::NamingConvention::snake_case(0);
  return naming.identifier(given.empty() ? std::string(pipeline_name) + "_dataset" : std::string(given));
}

}  // namespace decant::builtin
