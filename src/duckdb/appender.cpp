#include "duckdb/appender.h"

#include <utility>

#include "duckdb/failure.h"
#include "duckdb/logical_type.h"
#include "duckdb/session.h"

namespace decant::duckdb {

struct Appender::State {
  explicit State(const Api& functions) : api(functions) {}
  ~State() {
    if (chunk != nullptr) api.destroy_data_chunk(&chunk);
    if (appender != nullptr) api.appender_destroy(&appender);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  [[nodiscard]] Result<void> checked(duckdb_state outcome) const {
    if (outcome == DuckDBSuccess) return {};
    duckdb_error_data data = api.appender_error_data(appender);
    auto failed = fail_with(api.error_data_error_type(data), api.error_data_message(data));
    api.destroy_error_data(&data);
    return failed;
  }

  const Api& api;
  std::shared_ptr<void> session;
  duckdb_appender appender = nullptr;
  duckdb_data_chunk chunk = nullptr;
  std::vector<LogicalType> native;
  std::vector<Type> types;
};

Appender::Appender(std::unique_ptr<State> state) : state_(std::move(state)) {}
Appender::~Appender() = default;
Appender::Appender(Appender&&) noexcept = default;
Appender& Appender::operator=(Appender&&) noexcept = default;

Result<Appender> Appender::open(Connection& connection, std::string_view catalog, std::string_view schema,
                                std::string_view table, const std::vector<std::string>& columns) {
  auto state = std::make_unique<State>(connection.session_->api());
  state->session = connection.session_;
  const Api& api = state->api;
  DECANT_TRY(state->checked(api.appender_create_ext(connection.session_->connection, std::string(catalog).c_str(),
                                                    std::string(schema).c_str(), std::string(table).c_str(),
                                                    &state->appender)));
  for (const auto& column : columns) {
    DECANT_TRY(state->checked(api.appender_add_column(state->appender, column.c_str())));
  }
  for (idx_t i = 0; i < columns.size(); ++i) {
    state->native.emplace_back(api, api.appender_column_type(state->appender, i));
    state->types.push_back(describe(state->native.back()));
  }
  return Appender(std::move(state));
}

const std::vector<Type>& Appender::types() const { return state_->types; }

Result<void> Appender::prepare(const std::vector<std::optional<TypeId>>& written_as) {
  std::vector<duckdb_logical_type> types;
  std::vector<LogicalType> own;
  own.reserve(written_as.size());
  for (std::size_t i = 0; i < written_as.size(); ++i) {
    if (written_as[i]) {
      own.emplace_back(state_->api, state_->api.create_logical_type(native_type(*written_as[i])));
      types.push_back(own.back().get());
    } else {
      types.push_back(state_->native.at(i).get());
    }
  }
  state_->chunk = state_->api.create_data_chunk(types.data(), types.size());
  if (state_->chunk == nullptr) return fail(ErrorKind::destination, "DuckDB made no chunk for rows of this table");
  return {};
}

RowChunk Appender::chunk() const { return {state_->api, state_->chunk}; }

Result<void> Appender::append(std::size_t rows) {
  state_->api.data_chunk_set_size(state_->chunk, rows);
  DECANT_TRY(state_->checked(state_->api.append_data_chunk(state_->appender, state_->chunk)));
  state_->api.data_chunk_reset(state_->chunk);
  return {};
}

Result<void> Appender::flush() { return state_->checked(state_->api.appender_flush(state_->appender)); }
Result<void> Appender::close() { return state_->checked(state_->api.appender_close(state_->appender)); }

}  // namespace decant::duckdb
