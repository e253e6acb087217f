#include "normalize/batch_store.h"

#include <algorithm>
#include <span>
#include <system_error>
#include <utility>

namespace decant::normalize {

namespace {

template <typename T>
std::string_view bytes_of(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

/// What stands in the spill file before a column's four vectors: their lengths in elements.
struct ColumnHeader {
  std::uint64_t type, valid, fixed, offsets, bytes;
};

}  // namespace

/// Gives each batch the columns of the table as it is now, in its order.
class BatchStore::Reader final : public BatchReader {
 public:
  Reader(BatchStore& store, const schema::Table& table) : store_(store), table_(table) {}

  Result<std::optional<Batch>> next() override {
    auto& slots = store_.slots_[table_.name()];
    if (at_ > 0) slots[at_ - 1].batch = Batch{};
    if (at_ == slots.size()) return std::nullopt;
    Slot& slot = slots[at_++];
    Batch batch = std::move(slot.batch);
    if (slot.spilled) {
      DECANT_TRY(store_.load(slot, batch));
    } else {
      store_.used_ -= std::min(store_.used_, batch.memory());
    }
    Batch arranged{.rows = batch.rows, .columns = {}, .is_numbered = batch.is_numbered};
    arranged.columns.resize(table_.columns().size() + (batch.is_numbered ? 1 : 0));
    if (batch.is_numbered) arranged.columns.back() = std::move(batch.columns.back());
    for (std::size_t i = 0; i < slot.columns.size(); ++i) {
      const auto position = table_.index_of(slot.columns[i]);
      DECANT_CHECK(position.has_value());
      arranged.columns[*position] = std::move(batch.columns[i]);
    }
    return arranged;
  }

 private:
  BatchStore& store_;
  const schema::Table& table_;
  std::size_t at_ = 0;
};

BatchStore::BatchStore(std::filesystem::path spill, std::size_t memory_budget)
    : path_(std::move(spill)), budget_(memory_budget), open_rows_(memory_budget / 2) {}

BatchStore::~BatchStore() {
  if (!file_.is_open()) return;
  std::error_code ignored;  // a cache; what is left of it goes with the package
  std::filesystem::remove(path_, ignored);
}

Result<void> BatchStore::add(const std::string& table, const std::vector<std::string>& columns, Batch batch) {
  rows_[table] += batch.rows;
  Slot& slot = slots_[table].emplace_back();
  slot.columns = columns;
  const std::size_t memory = batch.memory();
  if (used_ + memory > budget_) return spill(slot, batch);
  used_ += memory;
  most_ = std::max(most_, used_);
  slot.batch = std::move(batch);
  return {};
}

Result<void> BatchStore::spill(Slot& slot, const Batch& batch) {
  if (!file_.is_open()) {
    DECANT_TRY(file_, File::create(path_));
  }
  slot.spilled = true;
  slot.offset = end_;
  slot.batch.rows = batch.rows;
  slot.batch.is_numbered = batch.is_numbered;
  for (const auto& column : batch.columns) {
    const ColumnHeader header{static_cast<std::uint64_t>(column.type), column.valid.size(), column.fixed.size(),
                              column.offsets.size(), column.bytes.size()};
    const std::string_view parts[] = {{reinterpret_cast<const char*>(&header), sizeof header},
                                      bytes_of(column.valid),
                                      bytes_of(column.fixed),
                                      bytes_of(column.offsets),
                                      bytes_of(column.bytes)};
    DECANT_TRY(file_.write(parts));
    for (const auto part : parts) end_ += part.size();
  }
  return {};
}

Result<void> BatchStore::load(const Slot& slot, Batch& batch) const {
  std::uint64_t at = slot.offset;
  const auto read = [&](auto& values, std::uint64_t count) -> Result<void> {
    values.resize(count);
    const std::size_t size = count * sizeof(values[0]);
    DECANT_TRY(file_.read_at(at, size, reinterpret_cast<char*>(values.data())));
    at += size;
    return {};
  };
  batch.columns.resize(slot.columns.size() + (batch.is_numbered ? 1 : 0));
  for (auto& column : batch.columns) {
    ColumnHeader header{};
    DECANT_TRY(file_.read_at(at, sizeof header, reinterpret_cast<char*>(&header)));
    at += sizeof header;
    column.type = static_cast<schema::DataType>(header.type);
    DECANT_TRY(read(column.valid, header.valid));
    DECANT_TRY(read(column.fixed, header.fixed));
    DECANT_TRY(read(column.offsets, header.offsets));
    DECANT_TRY(read(column.bytes, header.bytes));
  }
  return {};
}

std::unique_ptr<BatchReader> BatchStore::read(const schema::Table& table) {
  return std::make_unique<Reader>(*this, table);
}

}  // namespace decant::normalize
