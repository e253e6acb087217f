#include "normalize/provenance.h"

#include <optional>
#include <unordered_map>
#include <vector>

#include "json/write.h"

namespace decant::normalize {

namespace {

using schema::ColumnProvenance;

/// The JSON paths that lead to each slot of each table.
class PathWalk {
 public:
  using Slots = std::unordered_map<TableWriter::Slot, ColumnProvenance>;

  void walk(const Shape& shape) {
    if (shape.has_scalars) add(shape, shape.table->value);
    if (shape.itself) walk(shape, *shape.itself);
    for (const Field& field : shape.fields) {
      const std::size_t size = path_.size();
      json::append_path_step(field.key, path_);
      walk(shape, field);
      path_.resize(size);
    }
  }

  Slots& slots_of(const TableNode& table) { return tables_[&table]; }

 private:
  void walk(const Shape& shape, const Field& field) {
    if (field.has_values) add(shape, *field.slot);
    if (field.object) walk(*field.object);
    if (!field.elements) return;
    const std::size_t size = path_.size();
    path_ += field.is_map() ? ".*" : "[*]";
    walk(*field.elements);
    path_.resize(size);
  }

  void add(const Shape& shape, TableWriter::Slot slot) { tables_[shape.table][slot].add_path(path_); }

  std::string path_ = "$";
  std::unordered_map<const TableNode*, Slots> tables_;
};

/// Values of a variant come by the paths of the column that it stands beside.
ColumnProvenance paths_of(const PathWalk::Slots& slots, TableWriter::Slot slot,
                          const std::vector<std::optional<TableWriter::Origin>>& origins) {
  ColumnProvenance provenance;
  for (std::size_t steps = 0; slot != TableWriter::kNone && steps < origins.size(); ++steps) {
    if (const auto found = slots.find(slot); found != slots.end()) provenance.merge(found->second);
    slot = origins[slot] ? origins[slot]->beside : TableWriter::kNone;
  }
  return provenance;
}

}  // namespace

void collect_provenance(const TableTree& tree, const std::string& load_id, schema::Provenance& provenance) {
  if (tree.root() == nullptr) return;
  PathWalk paths;
  paths.walk(*tree.root());
  for (const auto& table : tree.tables()) {
    if (table->writer.table() == nullptr) continue;
    const auto origins = table->writer.origins();
    const auto& slots = paths.slots_of(*table);
    for (std::size_t slot = 0; slot < origins.size(); ++slot) {
      if (!origins[slot]) continue;
      ColumnProvenance column = paths_of(slots, static_cast<TableWriter::Slot>(slot), origins);
      if (column.paths.empty()) continue;
      column.types = origins[slot]->types;
      column.first_load = column.last_load = load_id;
      provenance.add(table->writer.name(), *origins[slot]->column, column);
    }
  }
}

}  // namespace decant::normalize
