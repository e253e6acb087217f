#include "destination/sql/boundary_table.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "normalize/batch.h"

namespace decant::destination {

namespace {

constexpr std::size_t kRowsPerBatch = 20'480;
constexpr const char* kOfCursor = " WHERE pipeline_name = $1 AND source = $2 AND resource = $3 AND cursor_path = $4";

schema::Table boundary_table() {
  schema::Table table{std::string(kBoundaryTable)};
  for (const char* const name : {"pipeline_name", "source", "resource", "cursor_path", "hash", "_dlt_load_id"}) {
    schema::Column column;
    column.name = name;
    column.data_type = schema::DataType::text;
    column.nullable = false;
    table.add(std::move(column));
  }
  return table;
}

/// Boundary hashes as rows: what stays the same in all of them, and each hash.
class BoundaryRows final : public normalize::BatchReader {
 public:
  BoundaryRows(std::array<std::string_view, 6> cells, BoundaryReader& hashes) : cells_(cells), hashes_(hashes) {}

  Result<std::optional<normalize::Batch>> next() override {
    normalize::Batch batch{.rows = 0, .columns = std::vector<normalize::ColumnData>(cells_.size())};
    for (auto& column : batch.columns) column.offsets.assign(1, 0);
    while (batch.rows < kRowsPerBatch) {
      if (some_ == nullptr || next_ == some_->size()) {
        DECANT_TRY(some_, hashes_.next());
        next_ = 0;
        if (some_ == nullptr) break;
      }
      for (; next_ < some_->size() && batch.rows < kRowsPerBatch; ++next_) add(batch, (*some_)[next_].text());
    }
    if (batch.rows == 0) return std::nullopt;
    return batch;
  }

 private:
  void add(normalize::Batch& batch, const std::string& hash) {
    cells_[kHash] = hash;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      auto& column = batch.columns[i];
      if (batch.rows % 64 == 0) column.valid.push_back(0);
      column.valid.back() |= std::uint64_t{1} << batch.rows % 64;
      column.bytes.insert(column.bytes.end(), cells_[i].begin(), cells_[i].end());
      column.offsets.push_back(static_cast<std::uint32_t>(column.bytes.size()));
    }
    ++batch.rows;
  }

  static constexpr std::size_t kHash = 4;
  std::array<std::string_view, 6> cells_;
  BoundaryReader& hashes_;
  const std::vector<state::BoundaryHash>* some_ = nullptr;
  std::size_t next_ = 0;
};

}  // namespace

Result<void> BoundaryTable::read(std::string_view pipeline_name, const BoundaryKey& key, state::BoundarySet& hashes) {
  if (layout_.find(kBoundaryTable) == nullptr) return {};
  return session_.query(
      "SELECT hash FROM " + layout_.path_of(kBoundaryTable) + kOfCursor,
      {pipeline_name, std::string_view(key.source), std::string_view(key.resource), std::string_view(key.cursor_path)},
      [&](SqlRow row) -> Result<void> {
        if (const auto hash = state::BoundaryHash::from_text(row[0].value_or(""))) hashes.insert(*hash);
        return {};
      });
}

Result<void> BoundaryTable::remove(std::string_view pipeline_name, const BoundaryKey& key) {
  const StoredTable* const stored = layout_.find(kBoundaryTable);
  if (stored == nullptr || stored->is_new) return {};
  DECANT_TRY(session_.execute("DELETE FROM " + layout_.path_of(kBoundaryTable) + kOfCursor,
                              {pipeline_name, std::string_view(key.source), std::string_view(key.resource),
                               std::string_view(key.cursor_path)}));
  return {};
}

Result<void> BoundaryTable::change(std::string_view pipeline_name, std::string_view load_id, BoundaryLoad& load) {
  if (load.replaces) DECANT_TRY(remove(pipeline_name, load.key));
  if (!load.added) return {};
  const schema::Table table = boundary_table();
  DECANT_TRY(layout_.migrate(table, nullptr));
  BoundaryRows rows({pipeline_name, load.key.source, load.key.resource, load.key.cursor_path, {}, load_id},
                    *load.added);
  return session_.write_rows(layout_.place(), *layout_.find(kBoundaryTable), table, RowOrder::any, rows, {});
}

}  // namespace decant::destination
