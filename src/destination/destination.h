#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "json/value.h"
#include "normalize/batch.h"
#include "schema/provenance.h"
#include "schema/schema.h"
#include "state/boundary.h"

namespace decant::destination {

/// The row of `_dlt_pipeline_state` (dlt-normalize-load §13.2).
struct StateRow {
  std::int64_t version = 0;
  std::int64_t engine_version = 4;
  std::string pipeline_name;
  std::string state;  ///< base64 of zlib of typed JSON
  Micros created_at = 0;
  std::string version_hash;
};

/// What a dataset knows of a pipeline.
struct DatasetInfo {
  bool exists = false;               ///< the dataset is there
  std::optional<StateRow> state;     ///< the newest of a finished load
  std::vector<json::Value> schemas;  ///< the newest stored document of each schema name
};

/// What a dataset knows of a pipeline as long as its destination has this mark.
struct MarkedDataset {
  DatasetInfo dataset;
  std::string mark;
};

/// The rows of one table for one load.
struct TableLoad {
  const schema::Table* table = nullptr;  ///< in the schema of the request
  std::string write_disposition;         ///< of its root: append, replace, merge
  std::unique_ptr<normalize::BatchReader>
      rows;                     ///< null: no rows; the table takes part in replace and merge all the same
  std::uint64_t row_count = 0;  ///< of `rows`, as far as it is known
};

/// A cursor whose boundary hashes the dataset keeps, because they are too many for the state document.
struct BoundaryKey {
  std::string source;
  std::string resource;
  std::string cursor_path;
};

/// Hands out boundary hashes, some at a time.
class BoundaryReader {
 public:
  virtual ~BoundaryReader() = default;
  /// Valid until the next call; null at the end.
  virtual Result<const std::vector<state::BoundaryHash>*> next() = 0;
};

/// What a load changes in the boundary hashes of a cursor.
struct BoundaryLoad {
  BoundaryKey key;
  bool replaces = false;                  ///< those that are there go
  std::unique_ptr<BoundaryReader> added;  ///< null: none
};

/// Everything that becomes visible in one commit.
struct LoadRequest {
  std::string load_id;
  std::string pipeline_name;
  const schema::Schema* schema = nullptr;          ///< as it is after this load
  std::vector<TableLoad> tables;                   ///< each root table followed by the tables nested in it
  std::vector<std::string> dropped_tables;         ///< go first, and with them all stored versions of the schema's name
  std::vector<std::string> truncated_tables;       ///< their rows go first
  std::optional<StateRow> state;                   ///< to be written; absent: unchanged
  std::optional<std::string> state_row_id;         ///< `_dlt_id` of that row
  std::optional<std::int64_t> base_state_version;  ///< state version that the run started from; absent: none was there
  std::vector<BoundaryLoad> boundaries;
  const schema::Provenance* provenance = nullptr;  ///< of the schema, this load included; null: not known
  bool keeps_provenance = false;    ///< the dataset is to hold it from now on; one that does already, goes on anyway
  bool check_state_version = true;  ///< false when a recorded package is replayed
  Micros inserted_at = 0;           ///< of the load record: the load id as an instant
  std::function<void(std::string_view table, std::uint64_t rows)> on_progress;  ///< told of more rows; or empty
  std::function<Result<void>()> until_sealed;  ///< waits for the package of the load; empty: it waits for none

  /// publish() calls it between opening the database, which may take as long, and the first change of it.
  [[nodiscard]] Result<void> may_change() const { return until_sealed ? until_sealed() : Result<void>{}; }
};

struct LoadReport {
  bool already_loaded = false;  ///< `_dlt_loads` held the load id: nothing was done
  std::vector<std::string> new_tables;
  std::vector<std::string> new_columns;  ///< "table.column"
  Micros locked_for = 0;                 ///< how long its commit kept others from reading a table
  std::optional<MarkedDataset> left;     ///< by this load; nothing if a mark cannot be told
};

/// A query's answer, chunk by chunk, as text cells.
class QueryResult {
 public:
  enum class CellKind { text, number, boolean, json };
  struct ResultColumn {
    std::string name;
    std::string type;  ///< the database's name of it
    CellKind kind = CellKind::text;
  };
  using Row = std::vector<std::optional<std::string>>;

  virtual ~QueryResult() = default;
  [[nodiscard]] virtual const std::vector<ResultColumn>& columns() const = 0;
  /// The next rows; empty at the end.
  virtual Result<std::vector<Row>> next() = 0;
};

/// How far the commit of a load reaches.
enum class CommitLevel {
  transaction,  ///< every reader sees all of it or nothing
  /// It is decided as a whole, and an interruption loses or doubles nothing; but its files come into their places one
  /// after the other, so that readers other than decant may for a moment see a part, or the old rows of a replaced
  /// table gone. The load record comes last.
  file_by_file,
};

/// What a reader other than decant may see while a table is replaced.
enum class ReplaceLevel {
  transaction,  ///< the old rows of all tables, or the new ones
  table,        ///< the old rows of a table or its new ones; tables change one after the other
  file,         ///< for a moment a table without its old rows or with a part of the new ones
};

/// Facts that decide how a schema is made for a destination, and what may be asked of it.
struct Capabilities {
  std::string type;  ///< "duckdb"
  std::size_t max_identifier_length = 65536;
  int max_timestamp_precision = 6;
  CommitLevel commit = CommitLevel::transaction;
  ReplaceLevel replace = ReplaceLevel::transaction;
  bool has_merge = true;                 ///< write disposition `merge`; without it, its rows are appended, as with dlt
  bool has_case_sensitive_names = true;  ///< tables and columns may differ in the case of their names only
  bool has_not_null = true;              ///< null is refused in columns that are not nullable
  int decimal_digits = 38;               ///< that its decimals hold; 0: any
  int wei_digits = 38;                   ///< that its columns for wei hold before the point; 0: any
  int parquet_digits = 0;                ///< that both hold in tables whose files are Parquet; 0: as in others
};

/// What of a load tells how an engine inside this process is to be set up for it.
struct LoadShape {
  std::size_t tables = 0;
  std::size_t columns = 0;    ///< of all tables
  std::size_t widest = 0;     ///< columns of the widest table
  std::uint64_t longest = 0;  ///< rows of the longest table, as far as they are known
  bool merges = false;        ///< some table is merged
};

/// What a database engine inside this process has to publish a load, in bytes.
struct EngineMemory {
  std::uint64_t limit = 0;  ///< that the engine sets itself
  std::uint64_t floor = 0;  ///< the process takes at most so much beside `memory`, the engine's code included
};

/// One dataset in one database. It is contacted for writing only inside publish and drop. Not thread-safe.
class Destination {
 public:
  virtual ~Destination() = default;

  [[nodiscard]] virtual const Capabilities& capabilities() const = 0;
  /// dlt's printable address, passwords masked: `duckdb:////home/me/shop.duckdb`.
  [[nodiscard]] virtual std::string location() const = 0;
  [[nodiscard]] virtual const std::string& dataset() const = 0;
  /// Nothing if the engine is elsewhere.
  [[nodiscard]] virtual std::optional<EngineMemory> engine_memory(const LoadShape& /*load*/) const {
    return std::nullopt;
  }

  /// A text that is another one after any change of what the dataset's database holds, told without opening it. Nothing
  /// where that cannot be told.
  [[nodiscard]] virtual std::optional<std::string> mark() const { return std::nullopt; }

  /// Begins what a load, or a look, needs in any case and takes long, without contacting a database: one is on its way.
  /// Does not wait for it. What fails fails again when it is needed.
  virtual void prepare() {}
  /// The same at the start of a run, where nothing has been loaded yet and that it will be is likely.
  virtual void prepare_first_load() {}

  /// Reads what is there; a missing database or dataset is no error.
  virtual Result<DatasetInfo> inspect(std::string_view pipeline_name) = 0;

  /// What the user that it is reached as may not do, as far as the destination tells without being changed: a sentence
  /// each, of what some loads need. Error of kind `destination`: no load can succeed.
  virtual Result<std::vector<std::string>> missing_rights() { return std::vector<std::string>(); }

  /// Adds the boundary hashes that the dataset keeps for a cursor to `hashes`; none are no error.
  virtual Result<void> read_boundary(std::string_view pipeline_name, const BoundaryKey& key,
                                     state::BoundarySet& hashes) = 0;

  /// Where the columns of a schema came from, as far as the dataset says so (docs/formats/provenance.md).
  virtual Result<schema::Provenance> read_provenance(std::string_view schema) = 0;

  /// Whether `_dlt_loads` holds the load id.
  virtual Result<bool> has_load(std::string_view load_id) = 0;

  /// Publishes rows, DDL, state and load record in one transaction: all or nothing.
  virtual Result<LoadReport> publish(LoadRequest request) = 0;

  /// Removes the dataset with everything in it. A missing one is no error.
  virtual Result<void> drop() = 0;

  /// Runs one statement, read-only, with the dataset as default schema.
  virtual Result<std::unique_ptr<QueryResult>> query(std::string_view sql) = 0;
};

}  // namespace decant::destination
