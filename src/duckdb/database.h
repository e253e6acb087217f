#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "core/result.h"

namespace decant::duckdb {

class Connection;

enum class Access { read_only, read_write };

struct Options {
  std::optional<std::uint64_t> memory_limit = {};  ///< bytes; absent: DuckDB's own, most of the machine
  std::optional<unsigned> threads = {};            ///< absent: one per core
  std::filesystem::path open_folder = {};          ///< whose files SQL may read and write too; empty: none
  std::optional<std::size_t> row_group = {};       ///< rows of a new one, a multiple of 2,048; absent: DuckDB's own
  bool joins_row_groups = true;                    ///< that are not full, at a checkpoint
  bool keeps_order = true;                         ///< rows stay in their order; without it less is held in memory
};

/// A running DuckDB engine with one database file attached, or with none. SQL that it runs reaches neither other files
/// (but those of `open_folder`) nor the network, loads no extensions and cannot change these settings; times are
/// UTC. Move-only; stays open until its connections are gone too.
class Database {
  struct State;

 public:
  /// DuckDB without a database yet: starting it takes longest of opening a file.
  class Engine {
    friend class Database;
    explicit Engine(std::shared_ptr<State> state) : state_(std::move(state)) {}

    std::shared_ptr<State> state_;
  };

  /// Starts what open_file needs for that file; the file itself is not looked at.
  static Result<Engine> start_engine(const std::filesystem::path& path);

  /// Opens a file under the catalog name `catalog`. A missing file is made by read_write and an error for read_only. A
  /// file that another process holds, or this process in a way that does not go together, is tried three times within a
  /// second; then the error (kind `destination`) names the file and the holder.
  static Result<Database> open_file(const std::filesystem::path& path, const std::string& catalog, Access access,
                                    const Options& options) {
    DECANT_TRY(auto engine, start_engine(path));
    return open_file(std::move(engine), path, catalog, access, options);
  }
  static Result<Database> open_file(Engine engine, const std::filesystem::path& path, const std::string& catalog,
                                    Access access, const Options& options);

  /// An empty engine without a file, for expressions over values; or, under a catalog name, a database of its own.
  static Result<Database> open_memory(const Options& options, const std::string& catalog = {});

  /// A new connection; the attached file is its default catalog.
  [[nodiscard]] Result<Connection> connect() const;

  /// Lets go of the file, which only `connection` may still work with; the engine goes on without it.
  [[nodiscard]] Result<void> detach(Connection& connection) const;
  /// Whether rows that did not fit into the memory are, or were, in files beside the database; they go with the engine.
  [[nodiscard]] bool has_spilled() const;

  /// Whether the file was made when it was opened, and nobody has put anything into it before that was done.
  [[nodiscard]] bool is_new() const;

  /// Name of the attached database's catalog; empty without one.
  [[nodiscard]] const std::string& catalog() const;

 private:
  friend class Connection;
  explicit Database(std::shared_ptr<State> state) : state_(std::move(state)) {}

  std::shared_ptr<State> state_;
};

}  // namespace decant::duckdb
