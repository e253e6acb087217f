#include "duckdb/row_chunk.h"

#include "duckdb/api.h"

namespace decant::duckdb {

std::size_t RowChunk::capacity() const { return api_->vector_size(); }

void* RowChunk::data(std::size_t column) const {
  return api_->vector_get_data(api_->data_chunk_get_vector(static_cast<duckdb_data_chunk>(handle_), column));
}

std::uint64_t* RowChunk::validity(std::size_t column) const {
  const auto vector = api_->data_chunk_get_vector(static_cast<duckdb_data_chunk>(handle_), column);
  api_->vector_ensure_validity_writable(vector);
  return api_->vector_get_validity(vector);
}

}  // namespace decant::duckdb
