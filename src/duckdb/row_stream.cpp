#include "duckdb/row_stream.h"

#include <atomic>
#include <mutex>
#include <optional>
#include <utility>

#include "duckdb/logical_type.h"
#include "duckdb/session.h"  // IWYU pragma: keep

namespace decant::duckdb {

struct RowStream::State {
  struct Named {
    std::string name;
    LogicalType type;
  };
  State(const Api& functions, std::string function) : api(functions), name(std::move(function)) {}

  void bind(duckdb_bind_info info) const {
    for (const auto& column : columns) api.bind_add_result_column(info, column.name.c_str(), column.type.get());
  }
  /// Of one thread.
  void begin(duckdb_init_info info) const {
    api.init_set_init_data(info, new Fill(make_fill ? make_fill() : Fill()),
                           [](void* held) { delete static_cast<Fill*>(held); });
  }
  void next(duckdb_function_info info, duckdb_data_chunk chunk) {
    const Fill& fill = *static_cast<Fill*>(api.function_get_local_init_data(info));
    auto rows = fill ? fill({api, chunk}) : Result<std::size_t>(0);
    if (rows) return api.data_chunk_set_size(chunk, *rows);
    api.function_set_error(info, rows.error().message.c_str());
    const std::lock_guard lock(mutex);
    if (!failure) failure = std::move(rows).error();
  }

  const Api& api;
  const std::string name;
  std::vector<Named> columns;
  MakeFill make_fill;
  std::size_t threads = 1;
  std::mutex mutex;
  std::optional<Error> failure;
};

namespace {

/// Owner of a function that is being made.
class TableFunction {
 public:
  explicit TableFunction(const Api& api) : api_(api), function_(api.create_table_function()) {}
  ~TableFunction() { api_.destroy_table_function(&function_); }
  TableFunction(const TableFunction&) = delete;
  TableFunction& operator=(const TableFunction&) = delete;

  [[nodiscard]] duckdb_table_function get() const { return function_; }

 private:
  const Api& api_;
  duckdb_table_function function_;
};

}  // namespace

Result<RowStream> RowStream::open(Connection& connection) {
  const Api& api = connection.session_->api();
  // Of two functions of one name DuckDB would call the first.
  static std::atomic<std::uint64_t> opened{0};
  const std::string name = "decant_rows_" + std::to_string(++opened);
  auto state = std::make_shared<State>(api, name);
  const TableFunction function(api);
  api.table_function_set_name(function.get(), name.c_str());
  // The functions that DuckDB calls find the state, and the library, by this; the database owns a share of it.
  using Shared = std::shared_ptr<State>;
  api.table_function_set_extra_info(function.get(), new Shared(state),
                                    [](void* held) { delete static_cast<Shared*>(held); });
  api.table_function_set_bind(function.get(), [](duckdb_bind_info info) {
    const auto functions = duckdb::api();
    if (functions) (*static_cast<Shared*>((*functions)->bind_get_extra_info(info)))->bind(info);
  });
  api.table_function_set_init(function.get(), [](duckdb_init_info info) {
    const auto functions = duckdb::api();
    if (!functions) return;
    const auto& held = *static_cast<Shared*>((*functions)->init_get_extra_info(info));
    (*functions)->init_set_max_threads(info, held->threads);
  });
  api.table_function_set_local_init(function.get(), [](duckdb_init_info info) {
    const auto functions = duckdb::api();
    if (functions) (*static_cast<Shared*>((*functions)->init_get_extra_info(info)))->begin(info);
  });
  api.table_function_set_function(function.get(), [](duckdb_function_info info, duckdb_data_chunk chunk) {
    const auto functions = duckdb::api();
    if (functions) (*static_cast<Shared*>((*functions)->function_get_extra_info(info)))->next(info, chunk);
  });
  if (api.register_table_function(connection.session_->connection, function.get()) != DuckDBSuccess) {
    return fail(ErrorKind::internal, "DuckDB did not take the function " + name);
  }
  return RowStream(std::move(state));
}

std::string RowStream::call() const { return state_->name + "()"; }

Result<std::uint64_t> RowStream::execute(Connection& connection, std::string_view sql,
                                         const std::vector<Column>& columns, MakeFill make_fill, std::size_t threads) {
  state_->columns.clear();
  for (const auto& column : columns) state_->columns.push_back({column.name, logical_type(state_->api, column.type)});
  state_->make_fill = std::move(make_fill);
  state_->threads = threads;
  state_->failure.reset();
  auto done = connection.execute(sql);
  state_->make_fill = nullptr;
  if (!done && state_->failure) return std::unexpected(*std::exchange(state_->failure, std::nullopt));
  return done;
}

}  // namespace decant::duckdb
