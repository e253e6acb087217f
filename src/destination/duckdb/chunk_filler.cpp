#include "destination/duckdb/chunk_filler.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "destination/batch_check.h"

namespace decant::destination {

namespace {

constexpr std::size_t kWordBits = 64;

/// Copies validity bits of `count` rows from `first`, a multiple of 64.
void copy_validity(const std::vector<std::uint64_t>& valid, std::size_t first, std::size_t count, std::uint64_t* out) {
  const std::size_t words = (count + kWordBits - 1) / kWordBits;
  std::memcpy(out, valid.data() + first / kWordBits, words * sizeof(std::uint64_t));
}

bool all_valid(const std::vector<std::uint64_t>& valid, std::size_t first, std::size_t count) {
  const std::uint64_t* const words = valid.data() + first / kWordBits;
  const std::size_t full = count / kWordBits;
  if (!std::all_of(words, words + full, [](std::uint64_t word) { return word == ~std::uint64_t{0}; })) return false;
  const std::uint64_t rest = (std::uint64_t{1} << count % kWordBits) - 1;
  return count % kWordBits == 0 || (words[full] & rest) == rest;
}

}  // namespace

Result<void> ChunkFiller::fill(const normalize::Batch& batch, std::size_t first, std::size_t count,
                               const duckdb::RowChunk& chunk) const {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const auto& [position, writer] = columns_[i];
    const auto* const column = values_of(batch, position);
    if (column == nullptr) {
      std::memset(chunk.validity(i), 0, chunk.capacity() / 8);
      continue;
    }
    DECANT_TRY(writer.write(*column, first, count, chunk.data(i)));
    if (!all_valid(column->valid, first, count)) copy_validity(column->valid, first, count, chunk.validity(i));
  }
  return {};
}

}  // namespace decant::destination
