#include "duckdb/rows.h"

#include "duckdb/logical_type.h"
#include "duckdb/rows_state.h"

namespace decant::duckdb {

void Rows::State::read_columns() {
  const idx_t count = api.column_count(&result);
  columns.reserve(count);
  for (idx_t i = 0; i < count; ++i) {
    columns.push_back(
        {.name = api.column_name(&result, i), .type = describe(LogicalType(api, api.column_logical_type(&result, i)))});
  }
}

Rows::Rows(std::unique_ptr<State> state) : state_(std::move(state)) {}
Rows::~Rows() = default;
Rows::Rows(Rows&&) noexcept = default;
Rows& Rows::operator=(Rows&&) noexcept = default;

const std::vector<Rows::Column>& Rows::columns() const { return state_->columns; }

Result<bool> Rows::next() {
  state_->drop_chunk();
  state_->chunk = state_->api.fetch_chunk(state_->result);
  if (state_->chunk != nullptr) return size() != 0;
  const char* const message = state_->api.result_error(&state_->result);
  if (message != nullptr && *message != '\0') return state_->failure();
  return false;
}

std::size_t Rows::size() const { return state_->chunk == nullptr ? 0 : state_->api.data_chunk_get_size(state_->chunk); }

VectorView Rows::column(std::size_t index) const {
  return {state_->api.data_chunk_get_vector(state_->chunk, index), state_->columns.at(index).type};
}

}  // namespace decant::duckdb
