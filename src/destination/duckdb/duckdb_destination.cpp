#include "destination/duckdb/duckdb_destination.h"

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

#include "core/fault.h"
#include "core/file.h"
#include "core/log.h"
#include "destination/duckdb/duckdb_query_result.h"
#include "destination/duckdb/duckdb_session.h"
#include "destination/duckdb/table_writer.h"
#include "destination/name_check.h"
#include "destination/provenance_row.h"
#include "destination/sql/boundary_table.h"
#include "destination/sql/dataset_info.h"
#include "destination/sql/layout.h"
#include "destination/sql/provenance_table.h"
#include "destination/sql/publication.h"
#include "destination/sql/quoting.h"
#include "destination/sql/system_rows.h"
#include "duckdb/connection.h"
#include "duckdb/file_mark.h"

namespace decant::destination {

namespace {

std::filesystem::path made_absolute(const std::filesystem::path& path) {
  std::error_code error;
  auto full = std::filesystem::absolute(path, error);
  return error ? path : full.lexically_normal();
}

/// The name under which the file is attached: its own stem, as DuckDB's shell has it, but never one that makes a name
/// in SQL ambiguous.
std::string catalog_name(const DuckDbOptions& options) {
  std::string name = options.path == kInMemory ? "memory" : options.path.stem().string();
  const auto dataset = fold_case(options.dataset);
  const auto taken = [&](const std::string& folded) {
    return folded.empty() || folded == dataset || folded == "temp" || folded == "system" || folded == "memory";
  };
  while (taken(fold_case(name))) name += "_db";
  return name;
}

LoadShape shape_of(const LoadRequest& request) {
  LoadShape shape{.tables = request.tables.size()};
  for (const auto& load : request.tables) {
    shape.columns += load.table->columns().size();
    shape.widest = std::max(shape.widest, load.table->columns().size());
    shape.longest = std::max(shape.longest, load.row_count);
    shape.merges = shape.merges || load.write_disposition == "merge";
  }
  return shape;
}

}  // namespace

DuckDbDestination::DuckDbDestination(DuckDbOptions options)
    : options_(std::move(options)), capabilities_{.type = "duckdb", .has_case_sensitive_names = false} {
  if (!is_in_memory()) options_.path = made_absolute(options_.path);
}

/// As measured with DuckDB 1.5, in blocks of 256 KiB. Each thread that writes a table pins, for each of its columns,
/// one block for the values and one for what of them is null; each table of the load keeps one until the commit, for
/// row groups that do not fill a block, and of tables that several threads write two for each column. Half as much
/// again keeps it from working at the very edge.
std::optional<EngineMemory> DuckDbDestination::engine_memory(const LoadShape& load) const {
  constexpr std::uint64_t kBlock = std::uint64_t{256} << 10;
  constexpr std::uint64_t kLeast = std::uint64_t{128} << 20;
  constexpr std::uint64_t kMerge = std::uint64_t{128} << 20;    // hash tables; what is larger goes to a file
  constexpr std::uint64_t kOutside = std::uint64_t{112} << 20;  // its code, batches on their way, the allocator
  const std::uint64_t written = writes_in_parallel(load) ? most_open_columns(load.widest) + load.columns : load.widest;
  const std::uint64_t pinned = kBlock * (2 * written + load.tables);
  const std::uint64_t need = kLeast + pinned + pinned / 2 + (load.merges ? kMerge : 0);
  return EngineMemory{.limit = std::max(options_.memory_limit / 2, need), .floor = kOutside + need};
}

/// A file of no bytes is what a crash leaves of one that was just made.
bool DuckDbDestination::has_content() const {
  if (is_in_memory()) return memory_.has_value();
  std::error_code error;
  const auto size = std::filesystem::file_size(options_.path, error);
  return !error && size != 0;
}

/// Several threads cost more to set to work than they save, unless a table is written that fills some row groups, or
/// replaced rows are looked for in much.
std::optional<unsigned> DuckDbDestination::threads_of(const LoadShape& load) const {
  constexpr std::uint64_t kManyRows = 100'000;
  constexpr std::uintmax_t kLargeFile = std::uintmax_t{16} << 20;
  if (load.longest >= kManyRows) return options_.threads;
  std::error_code error;
  const auto bytes = load.merges ? std::filesystem::file_size(options_.path, error) : 0;
  return !error && bytes >= kLargeFile ? options_.threads : 1U;
}

Result<duckdb::Database> DuckDbDestination::open(duckdb::Access access) {
  return open(access, {.memory_limit = options_.memory_limit, .threads = 1});
}

Result<duckdb::Database> DuckDbDestination::open(duckdb::Access access, const duckdb::Options& options) {
  if (is_in_memory()) {
    if (!memory_) {
      // The data itself is in memory, so no limit of a loader's fits it.
      DECANT_TRY(memory_, duckdb::Database::open_memory({.threads = options_.threads, .keeps_order = false},
                                                        catalog_name(options_)));
    }
    return *memory_;
  }
  if (closing_.valid()) closing_.get();
  if (engine_.valid()) {
    DECANT_TRY(auto engine, engine_.get());
    return duckdb::Database::open_file(std::move(engine), options_.path, catalog_name(options_), access, options);
  }
  return duckdb::Database::open_file(options_.path, catalog_name(options_), access, options);
}

void DuckDbDestination::prepare() {
  if (is_in_memory() || engine_.valid()) return;
  engine_ = std::async(&duckdb::Database::start_engine, options_.path);
}

void DuckDbDestination::prepare_first_load() {
  if (!has_content()) prepare();
}

std::optional<std::string> DuckDbDestination::mark() const {
  return mark_until(std::chrono::system_clock::time_point::max());
}

/// The mark, unless the file was written after that time.
std::optional<std::string> DuckDbDestination::mark_until(std::chrono::system_clock::time_point time) const {
  if (is_in_memory()) return std::nullopt;
  auto found = duckdb::mark_of(options_.path);
  if (!found || found->written > time) return std::nullopt;
  return std::move(found->text);
}

Result<DatasetInfo> DuckDbDestination::inspect(std::string_view pipeline_name) {
  if (!has_content()) return DatasetInfo();
  DECANT_TRY(const auto database, open(duckdb::Access::read_only));
  DECANT_TRY(auto connection, database.connect());
  DuckDbSession session(connection, database.catalog());
  return read_dataset_info(session, options_.dataset, pipeline_name);
}

Result<void> DuckDbDestination::read_boundary(std::string_view pipeline_name, const BoundaryKey& key,
                                              state::BoundarySet& hashes) {
  if (!has_content()) return {};
  DECANT_TRY(const auto database, open(duckdb::Access::read_only));
  DECANT_TRY(auto connection, database.connect());
  DuckDbSession session(connection, database.catalog());
  Layout layout(session, options_.dataset);
  DECANT_TRY(layout.read(std::array{kBoundaryTable}));
  return BoundaryTable(session, layout).read(pipeline_name, key, hashes);
}

Result<schema::Provenance> DuckDbDestination::read_provenance(std::string_view schema) {
  if (!has_content()) return schema::Provenance();
  DECANT_TRY(const auto database, open(duckdb::Access::read_only));
  DECANT_TRY(auto connection, database.connect());
  DuckDbSession session(connection, database.catalog());
  Layout layout(session, options_.dataset);
  DECANT_TRY(layout.read(std::array{kColumnsTable}));
  return ProvenanceTable(session, layout).read(schema);
}

Result<bool> DuckDbDestination::has_load(std::string_view load_id) {
  if (!has_content()) return false;
  DECANT_TRY(const auto database, open(duckdb::Access::read_only));
  DECANT_TRY(auto connection, database.connect());
  DuckDbSession session(connection, database.catalog());
  Layout layout(session, options_.dataset);
  DECANT_TRY(layout.read(kSystemTables));
  DECANT_TRY(const bool found, SystemRows(session, layout).has_load(load_id));
  // The load may come from a run that was killed before it did this.
  if (found) DECANT_TRY(sync_name());
  return found;
}

Result<LoadReport> DuckDbDestination::publish(LoadRequest request) {
  DECANT_TRY(check_names(*request.schema, capabilities_));
  DECANT_TRY(auto published, publish_and_close(request));
  DECANT_FAULT_POINT("publish.file_closed");
  if (!is_in_memory()) DECANT_TRY(sync_name());
  // Another program may have opened the file since it was closed.
  if (auto mark = published.dataset ? mark_until(published.finished) : std::nullopt)
    published.report.left = {.dataset = std::move(*published.dataset), .mark = std::move(*mark)};
  return std::move(published.report);
}

/// DuckDB syncs what its files hold, but not that they are there: a file that is new, and the log beside it that a
/// crash left, could be gone after a power loss.
Result<void> DuckDbDestination::sync_name() const { return sync_directory(options_.path.parent_path()); }

Result<DuckDbDestination::Published> DuckDbDestination::publish_and_close(LoadRequest& request) {
  const LoadShape shape = shape_of(request);
  DECANT_TRY(auto database, open(duckdb::Access::read_write, {.memory_limit = engine_memory(shape)->limit,
                                                              .threads = threads_of(shape),
                                                              .row_group = row_group_of(shape),
                                                              .joins_row_groups = has_content(),
                                                              .keeps_order = !is_parallel(shape)}));
  DECANT_TRY(auto connection, database.connect());
  DECANT_FAULT_POINT("publish.opened");
  DECANT_TRY(request.may_change());
  DECANT_FAULT_POINT("publish.begin");
  DECANT_TRY(connection.begin());
  auto published = publish_in_transaction(database, connection, request);
  if (!published || published->report.already_loaded) {
    const auto undone = connection.rollback();
    // A commit that failed has ended the transaction already; closing the file undoes all the same.
    if (!undone) log(LogLevel::debug, "no rollback: " + undone.error().message);
    return published;
  }
  DECANT_FAULT_POINT("publish.after_commit");
  published->finished = std::chrono::system_clock::now();
  if (!is_in_memory()) close_beside(std::move(database), std::move(connection));
  return published;
}

/// Gives the file of a load that is done back, and takes its engine down beside what comes next.
void DuckDbDestination::close_beside(duckdb::Database database, duckdb::Connection connection) {
  // What it put into files is removed when it ends: nobody else may work with the database by then.
  if (database.has_spilled()) return;
  if (auto detached = database.detach(connection); !detached) {
    log(LogLevel::debug, "closed at once: " + detached.error().message);
    return;
  }
  closing_ = std::async([database = std::move(database), connection = std::move(connection)]() mutable {
    const auto disconnected = std::move(connection);
    const auto closed = std::move(database);
  });
}

Result<DuckDbDestination::Published> DuckDbDestination::publish_in_transaction(const duckdb::Database& database,
                                                                               duckdb::Connection& connection,
                                                                               LoadRequest& request) const {
  DuckDbSession session(connection, database.catalog(),
                        {.is_parallel = is_parallel(shape_of(request)), .is_empty = database.is_new()});
  Publication publication(session, options_.dataset, request);
  Published published;
  DECANT_TRY(published.report, publication.run());
  if (published.report.already_loaded) return published;
  DECANT_FAULT_POINT("publish.before_commit");
  // What cannot be read does not hinder this load; the next run asks, and tells.
  if (auto left = publication.left()) published.dataset = std::move(*left);
  DECANT_TRY(connection.commit());
  DECANT_FAULT_POINT("publish.before_checkpoint");
  DECANT_TRY(connection.execute("CHECKPOINT " + quote_identifier(database.catalog())));
  return published;
}

Result<void> DuckDbDestination::drop() {
  if (!has_content()) return {};
  DECANT_TRY(const auto database, open(duckdb::Access::read_write));
  DECANT_TRY(auto connection, database.connect());
  DECANT_TRY(connection.execute("DROP SCHEMA IF EXISTS " + quote_identifier(database.catalog()) + "." +
                                quote_identifier(options_.dataset) + " CASCADE"));
  return {};
}

Result<std::unique_ptr<QueryResult>> DuckDbDestination::query(std::string_view sql) {
  if (!has_content()) {
    return fail(ErrorKind::destination, "there is no database " + options_.path.string(),
                "load something into it first");
  }
  DECANT_TRY(const auto database,
             open(duckdb::Access::read_only, {.memory_limit = options_.memory_limit, .threads = options_.threads}));
  DECANT_TRY(auto connection, database.connect());
  DuckDbSession session(connection, database.catalog());
  Layout layout(session, options_.dataset);
  DECANT_TRY(layout.read({}));
  if (!layout.exists()) {
    return fail(ErrorKind::destination, "there is no dataset " + options_.dataset + " in " + options_.path.string(),
                "load something into it first");
  }
  DECANT_TRY(
      connection.execute("USE " + quote_identifier(database.catalog()) + "." + quote_identifier(options_.dataset)));
  DECANT_TRY(auto rows, connection.query(sql));
  return DuckDbQueryResult::of(std::move(rows));
}

}  // namespace decant::destination
