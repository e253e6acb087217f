#include "builtin/destinations.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

#include "builtin/postgres_credentials.h"
#include "config/typed.h"
#include "destination/duckdb/duckdb_destination.h"
#include "destination/filesystem/filesystem_destination.h"
#include "destination/postgres/postgres_destination.h"
#include "schema/naming.h"

namespace decant::builtin {

namespace {

constexpr std::string_view kDuckDb = "duckdb";
constexpr std::string_view kFileType = "filesystem";
constexpr std::string_view kPostgres = "postgres";
constexpr const char* kHere = "Here: duckdb, filesystem, postgres.";
constexpr std::string_view kModules = "dlt.destinations.";  ///< dlt also accepts the module path of a factory

std::unexpected<Error> not_there_yet(const config::Location& location, std::string_view path, std::string_view name) {
  return config::fail_at(location, "`" + std::string(path) + "`: " + config::in_quotes(name) + " is not there yet",
                         kHere);
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
  if (text.starts_with("md:")) {
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

/// The name that a user gave, and the type behind it.
struct Named {
  std::string name;
  std::string type;
  config::Location location;

  /// For the address: empty if it is the type's own.
  [[nodiscard]] std::string own_name() const { return name == type ? std::string() : name; }
};

/// As dlt: `destination.NAME.destination_type` gives a name its type; else it is the type itself.
Result<Named> resolve_name(const std::string& name, const config::Location& location,
                           const DestinationContext& context) {
  if (name.starts_with(kModules)) {
    const auto type = name.substr(kModules.size());
    return Named{.name = type, .type = type, .location = location};
  }
  DECANT_TRY(const auto answer, context.providers->at("destination." + name + ".destination_type", false));
  if (!answer.found) return Named{.name = name, .type = name, .location = location};
  DECANT_TRY(const auto type, config::typed(answer.found->value, config::Kind::text, answer.found->key));
  const std::string& text = type.as_text();
  return Named{.name = name,
               .type = text.starts_with(kModules) ? text.substr(kModules.size()) : text,
               .location = answer.found->value.location()};
}

/// As dlt: credentials as one value (a path, a URL) win over their field `database`.
Result<std::optional<std::filesystem::path>> looked_up_database(const std::string& name,
                                                                const DestinationContext& context) {
  config::Query query{.pipeline_name = context.pipeline_name,
                      .sections = {"destination", name},
                      .config_section = {},
                      .key = "credentials",
                      .is_secret = true,
                      .is_native = true};
  DECANT_TRY(auto answer, context.providers->look_up(query));
  if (!answer.found) {
    query.config_section = std::exchange(query.key, "database");
    query.is_secret = query.is_native = false;
    DECANT_TRY(answer, context.providers->look_up(query));
  }
  if (!answer.found) return std::nullopt;
  DECANT_TRY(auto text, config::typed(answer.found->value, config::Kind::text, answer.found->key));
  return database_of({.node = std::move(text), .path = answer.found->key});
}

Result<DestinationAddress> duckdb_address(std::optional<std::filesystem::path> database, const std::string& own_name,
                                          const DestinationContext& context) {
  if (!database) {
    DECANT_TRY(database, looked_up_database(own_name.empty() ? std::string(kDuckDb) : own_name, context));
  }
  const std::filesystem::path path =
      database.value_or((own_name.empty() ? context.pipeline_name : own_name) + ".duckdb");
  const bool is_file = path != destination::kInMemory;
  return DestinationAddress{.type = std::string(kDuckDb),
                            .path = is_file ? (context.providers->folders().local / path).lexically_normal() : path,
                            .files = {},
                            .name = own_name};
}

Result<DestinationAddress> file_address(const config::Element* mapping, const config::Element* url,
                                        const std::string& own_name, const DestinationContext& context) {
  DECANT_TRY(auto found, read_file_destination(mapping, url, *context.providers,
                                               {.pipeline = context.pipeline_name,
                                                .destination = own_name.empty() ? std::string(kFileType) : own_name}));
  return DestinationAddress{.type = std::string(kFileType),
                            .path = std::move(found.bucket),
                            .files = std::move(found.settings),
                            .name = own_name};
}

Result<DestinationAddress> postgres_address(const config::Element* credentials, const std::string& own_name,
                                            const DestinationContext& context) {
  DECANT_TRY(auto server,
             read_postgres_credentials(credentials, *context.providers,
                                       {.pipeline = context.pipeline_name,
                                        .destination = own_name.empty() ? std::string(kPostgres) : own_name}));
  return DestinationAddress{
      .type = std::string(kPostgres), .path = {}, .files = {}, .name = own_name, .server = std::move(server)};
}

/// dlt's `replace_strategy`: given, or looked up.
Result<DestinationAddress> with_strategy(DestinationAddress address, const std::optional<config::Element>& given,
                                         const DestinationContext& context) {
  std::optional<config::Element> found = given;
  if (!found) {
    DECANT_TRY(const auto answer, context.providers->look_up({.pipeline_name = context.pipeline_name,
                                                              .sections = {"destination", address.title()},
                                                              .config_section = {},
                                                              .key = "replace_strategy",
                                                              .is_secret = false}));
    if (answer.found) found = {.node = answer.found->value, .path = answer.found->key};
  }
  if (!found || found->node.is_null()) return address;
  const std::string name = found->node.is_text() ? found->node.as_text() : "";
  if (name == "truncate-and-insert" || name == "insert-from-staging") return address;
  if (name != "staging-optimized" || address.type != kPostgres) {
    return config::fail_at(found->node.location(),
                           "`" + found->path + "`: " + config::in_quotes(name) + " is not offered for " + address.type,
                           address.type == kPostgres
                               ? "Use truncate-and-insert, insert-from-staging or staging-optimized."
                               : "Use truncate-and-insert or insert-from-staging.");
  }
  address.replace = destination::ReplaceStrategy::swap;
  return address;
}

/// Whether a text may be the name of a destination. One that may not is never shown: it may hold a password.
bool is_name(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.' || c == ':';
  });
}

Result<DestinationAddress> read_text(const config::Element& value, const DestinationContext& context) {
  const std::string& text = value.node.as_text();
  if (text.starts_with("file://")) return file_address(nullptr, &value, {}, context);
  if (const auto scheme = text.find("://"); scheme != std::string::npos) {
    if (is_postgres_scheme(std::string_view(text).substr(0, scheme))) {
      DECANT_TRY(auto server, postgres_address(&value, {}, context));
      return with_strategy(std::move(server), std::nullopt, context);
    }
    DECANT_TRY(auto database, database_of(value));
    DECANT_TRY(auto file, duckdb_address(std::move(database), {}, context));
    return with_strategy(std::move(file), std::nullopt, context);
  }
  if (!is_name(text)) {
    return config::fail_at(value.node.location(), "`" + value.path + "` is neither a name nor a URL",
                           "Write a name such as postgres, or a URL: postgresql://user@host/database.");
  }
  DECANT_TRY(const Named named, resolve_name(text, value.node.location(), context));
  if (named.type == kFileType) return file_address(nullptr, nullptr, named.own_name(), context);
  if (named.type != kDuckDb && named.type != kPostgres) return not_there_yet(named.location, value.path, named.type);
  DECANT_TRY(auto address, named.type == kPostgres ? postgres_address(nullptr, named.own_name(), context)
                                                   : duckdb_address(std::nullopt, named.own_name(), context));
  return with_strategy(std::move(address), std::nullopt, context);
}

}  // namespace

Result<DestinationAddress> read_destination(const config::Element& value, const DestinationContext& context) {
  if (value.node.is_text()) return read_text(value, context);
  DECANT_TRY(auto reader, config::Reader::open(value.node, value.path));
  DECANT_TRY(const auto name, reader.text("name"));
  DECANT_TRY(const Named named, resolve_name(name, reader.node().find("name")->location(), context));
  if (named.type == kFileType) return file_address(&value, nullptr, named.own_name(), context);
  if (named.type != kDuckDb && named.type != kPostgres)
    return not_there_yet(named.location, reader.path_of("name"), named.type);
  const auto credentials = reader.optional_any("credentials");
  const auto strategy = reader.optional_any("replace_strategy");
  DECANT_TRY(reader.refuse({"destination_name", "environment", "create_indexes", "enable_dataset_name_normalization"}));
  DECANT_TRY(reader.finish());
  const bool is_given = credentials && !credentials->node.is_null();
  std::optional<std::filesystem::path> database;
  if (is_given && named.type == kDuckDb) {
    DECANT_TRY(database, credentials_of(*credentials));
  }
  DECANT_TRY(auto address, named.type == kPostgres
                               ? postgres_address(is_given ? &*credentials : nullptr, named.own_name(), context)
                               : duckdb_address(std::move(database), named.own_name(), context));
  return with_strategy(std::move(address), strategy, context);
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
  if (address.type == kPostgres) {
    return std::make_unique<destination::PostgresDestination>(destination::PostgresOptions{
        .credentials = address.server, .dataset = std::move(dataset), .replace = address.replace});
  }
  if (address.type != kDuckDb) {
    return fail(ErrorKind::config, "destination " + config::in_quotes(address.type) + " is not there yet", kHere);
  }
  return std::make_unique<destination::DuckDbDestination>(destination::DuckDbOptions{
      .path = address.path, .dataset = std::move(dataset), .memory_limit = engine_memory, .threads = std::nullopt});
}

std::string DestinationAddress::place() const {
  return type == kPostgres ? destination::printable(server) : path.string();
}

Result<void> find_password(DestinationAddress& address, const DestinationContext& context) {
  if (address.type != kPostgres) return {};
  DECANT_TRY(address.server.password,
             look_up_password(*context.providers, {.pipeline = context.pipeline_name, .destination = address.title()}));
  return {};
}

std::string dataset_name(std::string_view given, std::string_view pipeline_name) {
  const auto naming = schema::NamingConvention::snake_case(0);
  return naming.identifier(given.empty() ? std::string(pipeline_name) + "_dataset" : std::string(given));
}

}  // namespace decant::builtin
