#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "builtin/file_destination.h"
#include "config/node.h"
#include "config/providers.h"
#include "config/reader.h"
#include "core/result.h"
#include "destination/destination.h"
#include "destination/postgres/credentials.h"
#include "destination/sql/replace_strategy.h"

namespace decant::builtin {

/// Kind and place of a destination.
struct DestinationAddress {
  std::string type;            ///< "duckdb", "filesystem", "postgres"
  std::filesystem::path path;  ///< the database file, or the folder of datasets; absolute; empty for a server
  FileSettings files{};        ///< of type filesystem alone
  std::string name{};          ///< under which its settings stand, if that is not the type; else empty
  destination::PostgresCredentials server{};  ///< of type postgres alone
  destination::ReplaceStrategy replace{};     ///< of databases alone

  /// What people call it.
  [[nodiscard]] const std::string& title() const { return name.empty() ? type : name; }
  /// Where it is, without password.
  [[nodiscard]] std::string place() const;

  friend bool operator==(const DestinationAddress&, const DestinationAddress&) = default;
};

/// What a destination's place depends on beside its own keys.
struct DestinationContext {
  std::string pipeline_name;
  const config::Providers* providers = nullptr;  ///< where credentials that are not given are looked for
};

/// Reads a destination: a name (`duckdb`), a URL (`duckdb:///shop.duckdb`, `duckdb:////home/me/shop.duckdb`,
/// `file:///home/me/data`, `postgresql://user@host/db`) or a mapping `{name: duckdb, credentials: …}`, `{name:
/// filesystem, bucket_url: …}`. A name
/// may be one that `destination.NAME.destination_type` gives a type to. The DuckDB file defaults to `<pipeline
/// name>.duckdb`, or `<that name>.duckdb`, in the folder of local files. Errors are of kind `config` and name the line.
Result<DestinationAddress> read_destination(const config::Element& value, const DestinationContext& context);

/// Looks up again what a working folder does not remember: the password.
Result<void> find_password(DestinationAddress& address, const DestinationContext& context);

/// `memory`: bytes that the run may use; an embedded engine may hold as much for a query, at least kEngineMemory;
/// for what it has to publish a load see Destination::engine_memory.
Result<std::unique_ptr<destination::Destination>> make_destination(const DestinationAddress& address,
                                                                   std::string dataset, std::uint64_t memory);

/// What an embedded engine may hold in any case.
inline constexpr std::uint64_t kEngineMemory = 256ULL * 1024 * 1024;

/// The name of the dataset: `given`, or `<pipeline name>_dataset`, as an identifier.
std::string dataset_name(std::string_view given, std::string_view pipeline_name);

}  // namespace decant::builtin
