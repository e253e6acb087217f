#include "duckdb/database.h"

#include <array>
#include <chrono>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include "duckdb/connection.h"
#include "duckdb/failure.h"
#include "duckdb/new_file.h"
#include "duckdb/quote.h"
#include "duckdb/state.h"

namespace decant::duckdb {

namespace {

using std::chrono::milliseconds;

/// How long to wait before the second and the third try for a file that is in use.
constexpr std::array kPauses = {milliseconds(300), milliseconds(700)};

/// What is committed is durable with the next checkpoint, which switches from the old content to the new one at once.
/// DuckDB's log of changes would add a second way, and one that a power loss in its middle can make unreadable.
constexpr const char* kReadWrite = "RECOVERY_MODE no_wal_writes";

class Config {
 public:
  explicit Config(const Api& api) : api_(api) { api_.create_config(&config_); }
  ~Config() { api_.destroy_config(&config_); }
  Config(const Config&) = delete;
  Config& operator=(const Config&) = delete;

  Result<void> set(const char* name, const std::string& value) {
    if (api_.set_config(config_, name, value.c_str()) == DuckDBSuccess) return {};
    return fail(ErrorKind::destination, std::string("DuckDB does not take the setting ") + name + " = " + value);
  }

  [[nodiscard]] duckdb_config get() const { return config_; }

 private:
  const Api& api_;
  duckdb_config config_ = nullptr;
};

Result<void> start(const Api& api, const std::string& temp_directory, duckdb_database* database) {
  Config config(api);
  DECANT_TRY(config.set("autoinstall_known_extensions", "false"));
  DECANT_TRY(config.set("autoload_known_extensions", "false"));
  DECANT_TRY(config.set("temp_directory", temp_directory));
  // A full row group is compressed at once: those kept back are compressed at the end, by one thread after the other.
  DECANT_TRY(config.set("write_buffer_row_group_count", "1"));
  // Those that are wanted beyond the caller's own are started when a database is opened.
  DECANT_TRY(config.set("threads", "1"));
  char* message = nullptr;
  if (api.open_ext(nullptr, database, config.get(), &message) == DuckDBSuccess) return {};
  auto failed = fail_with(message);
  api.free(message);
  return failed;
}

Result<void> set_up(Connection& connection, const Options& options) {
  if (!options.threads) DECANT_TRY(connection.execute("RESET GLOBAL threads"));
  if (options.threads.value_or(1) > 1)
    DECANT_TRY(connection.execute("SET GLOBAL threads = " + std::to_string(*options.threads)));
  if (!options.joins_row_groups) DECANT_TRY(connection.execute("SET GLOBAL max_vacuum_tasks = 0"));
  if (options.memory_limit)
    DECANT_TRY(connection.execute("SET GLOBAL memory_limit = '" + std::to_string(*options.memory_limit) + "B'"));
  if (!options.keeps_order) DECANT_TRY(connection.execute("SET GLOBAL preserve_insertion_order = false"));
  return {};
}

std::string mode_of(Access access, const Options& options) {
  if (access == Access::read_only) return "READ_ONLY";
  std::string mode = kReadWrite;
  if (options.row_group) mode += ", ROW_GROUP_SIZE " + std::to_string(*options.row_group);
  return mode;
}

/// From here on SQL reaches the attached file only, and what the options allow.
Result<void> close_the_doors(Connection& connection, const Options& options) {
  DECANT_TRY(connection.execute("SET GLOBAL TimeZone = 'UTC'"));
  if (!options.open_folder.empty()) {
    const std::string folder = options.open_folder.string();
    // A path that is read is a pattern, and both the pattern and what it finds are checked.
    DECANT_TRY(connection.execute("SET GLOBAL allowed_directories = [" + quote_literal(folder) + ", " +
                                  quote_literal(pattern_of(folder)) + "]"));
  }
  DECANT_TRY(connection.execute("SET GLOBAL enable_external_access = false"));
  DECANT_TRY(connection.execute("SET GLOBAL lock_configuration = true"));
  return {};
}

/// Whether a file is as it was made, and no log of changes lies beside it.
bool holds_nothing(const std::filesystem::path& path, std::uintmax_t made) {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(path, error);
  auto log = path;
  log += ".wal";
  return !error && bytes == made && !std::filesystem::exists(log, error) && !error;
}

bool is_lock_conflict(const Error& error) {
  return error.message.find("Could not set lock on file") != std::string::npos;
}

/// The holder, out of "…: Conflicting lock is held in /usr/bin/x (PID 7). See also …".
std::unexpected<Error> in_use(const std::filesystem::path& path, std::string_view said) {
  std::string holder = "another process";
  constexpr std::string_view kMark = "Conflicting lock is held in ";
  if (const auto begin = said.find(kMark); begin != std::string_view::npos) {
    const auto rest = said.substr(begin + kMark.size());
    const auto end = rest.find("). ");
    holder = rest.substr(0, end == std::string_view::npos ? end : end + 1);
  }
  auto failed = fail(ErrorKind::destination, "the database " + path.string() + " is in use by " + holder,
                     "close that program or wait for it, then try again");
  failed.error().details.file = path.string();
  return failed;
}

}  // namespace

Result<Database> Database::open_memory(const Options& options, const std::string& catalog) {
  DECANT_TRY(const Api* const functions, api());
  auto state = std::make_shared<State>(*functions);
  DECANT_TRY(start(state->api, "", &state->database));
  DECANT_TRY(auto connection, Connection::open(state));
  DECANT_TRY(set_up(connection, options));
  if (!catalog.empty()) DECANT_TRY(connection.execute("ATTACH ':memory:' AS " + quote_identifier(catalog)));
  state->catalog = catalog;
  DECANT_TRY(close_the_doors(connection, options));
  return Database(std::move(state));
}

Result<Database::Engine> Database::start_engine(const std::filesystem::path& path) {
  DECANT_TRY(const Api* const functions, api());
  auto state = std::make_shared<State>(*functions);
  state->spill = canonical_path(path);
  state->spill += ".tmp";
  DECANT_TRY(start(state->api, state->spill.string(), &state->database));
  return Engine(std::move(state));
}

Result<Database> Database::open_file(Engine engine, const std::filesystem::path& path, const std::string& catalog,
                                     Access access, const Options& options) {
  const auto absolute = canonical_path(path);
  const auto state = std::move(engine.state_);
  for (std::size_t attempt = 0; !state->file.take(absolute.string(), access == Access::read_write); ++attempt) {
    if (attempt == kPauses.size()) return in_use(absolute, "Conflicting lock is held in this process itself");
    std::this_thread::sleep_for(kPauses.at(attempt));
  }
  DECANT_TRY(auto connection, Connection::open(state));
  DECANT_TRY(set_up(connection, options));
  const auto made = access == Access::read_write ? make_file(connection, absolute) : std::nullopt;
  const std::string attach = "ATTACH " + quote_literal(absolute.string()) + " AS " + quote_identifier(catalog) +
                             " (TYPE duckdb, " + mode_of(access, options) + ")";
  auto attached = connection.execute(attach);
  for (const auto pause : kPauses) {
    if (attached || !is_lock_conflict(attached.error())) break;
    std::this_thread::sleep_for(pause);
    attached = connection.execute(attach);
  }
  if (!attached && is_lock_conflict(attached.error())) return in_use(absolute, attached.error().message);
  if (!attached) {
    attached.error().details.file = absolute.string();
    return fail(std::move(attached).error());
  }
  state->catalog = catalog;
  state->is_new = made && holds_nothing(absolute, *made);
  DECANT_TRY(close_the_doors(connection, options));
  return Database(state);
}

Result<Connection> Database::connect() const {
  DECANT_TRY(auto connection, Connection::open(state_));
  if (!state_->catalog.empty()) DECANT_TRY(connection.execute("USE " + quote_identifier(state_->catalog)));
  return connection;
}

Result<void> Database::detach(Connection& connection) const {
  DECANT_TRY(connection.execute("USE memory.main"));
  DECANT_TRY(connection.execute("DETACH " + quote_identifier(state_->catalog)));
  state_->file = OpenFile();
  return {};
}

bool Database::has_spilled() const {
  std::error_code error;
  return std::filesystem::exists(state_->spill, error) || error;
}

bool Database::is_new() const { return state_->is_new; }

const std::string& Database::catalog() const { return state_->catalog; }

}  // namespace decant::duckdb
