#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "destination/destination.h"
#include "destination/duckdb/table_writer.h"
#include "duckdb/database.h"

namespace decant::destination {

/// In place of a path: a database that lives as long as its destination.
inline constexpr const char* kInMemory = ":memory:";

struct DuckDbOptions {
  std::filesystem::path path;                         ///< the database file; made absolute; or kInMemory
  std::string dataset;                                ///< normalized name of the database schema
  std::uint64_t memory_limit = 256ULL * 1024 * 1024;  ///< bytes DuckDB may hold; the rest goes to `<path>.tmp`
  std::optional<unsigned> threads;                    ///< absent: as many as the machine has
};

/// A dataset in a DuckDB file. The file is open only inside a call (and as long as a QueryResult lives): DuckDB locks
/// it against every other process, readers included. Opening waits about a second for another process to let go of it.
class DuckDbDestination final : public Destination {
 public:
  explicit DuckDbDestination(DuckDbOptions options);

  [[nodiscard]] const Capabilities& capabilities() const override { return capabilities_; }
  [[nodiscard]] std::string location() const override { return "duckdb:///" + options_.path.string(); }
  [[nodiscard]] const std::string& dataset() const override { return options_.dataset; }
  [[nodiscard]] std::optional<EngineMemory> engine_memory(const LoadShape& load) const override;

  [[nodiscard]] std::optional<std::string> mark() const override;
  void prepare() override;
  void prepare_first_load() override;
  Result<DatasetInfo> inspect(std::string_view pipeline_name) override;
  Result<void> read_boundary(std::string_view pipeline_name, const BoundaryKey& key,
                             state::BoundarySet& hashes) override;
  Result<schema::Provenance> read_provenance(std::string_view schema) override;
  Result<bool> has_load(std::string_view load_id) override;
  Result<LoadReport> publish(LoadRequest request) override;
  Result<void> drop() override;
  Result<std::unique_ptr<QueryResult>> query(std::string_view sql) override;

 private:
  struct Published {
    LoadReport report;
    std::optional<DatasetInfo> dataset;              ///< as it is now, if that could be read
    std::chrono::system_clock::time_point finished;  ///< all is written, and the file still locked
  };
  [[nodiscard]] bool is_in_memory() const { return options_.path == kInMemory; }
  [[nodiscard]] bool has_content() const;
  [[nodiscard]] Result<duckdb::Database> open(duckdb::Access access);
  [[nodiscard]] Result<duckdb::Database> open(duckdb::Access access, const duckdb::Options& options);
  /// Whether several threads may write a table of a load. A database in memory is there before its first load is known.
  [[nodiscard]] bool is_parallel(const LoadShape& load) const { return is_in_memory() || writes_in_parallel(load); }
  [[nodiscard]] std::optional<unsigned> threads_of(const LoadShape& load) const;
  [[nodiscard]] Result<void> sync_name() const;
  [[nodiscard]] std::optional<std::string> mark_until(std::chrono::system_clock::time_point time) const;
  Result<Published> publish_and_close(LoadRequest& request);
  void close_beside(duckdb::Database database, duckdb::Connection connection);
  Result<Published> publish_in_transaction(const duckdb::Database& database, duckdb::Connection& connection,
                                           LoadRequest& request) const;

  DuckDbOptions options_;
  Capabilities capabilities_;
  std::future<Result<duckdb::Database::Engine>> engine_;  ///< for the next file that is opened
  std::optional<duckdb::Database> memory_;                ///< the database that is in memory, once it was written to
  std::future<void> closing_;                             ///< of the engine that loaded last
};

}  // namespace decant::destination
