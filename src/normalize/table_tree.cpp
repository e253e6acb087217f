#include "normalize/table_tree.h"

#include <algorithm>
#include <utility>

namespace decant::normalize {

namespace {

constexpr std::size_t kMaxKeyBytes = 8192;

RowIdKind row_id_kind_of(const schema::Schema& schema, const schema::Table& root) {
  const std::string strategy = schema.merge_strategy_of(root);
  if (strategy == "upsert" || strategy == "insert-only") return RowIdKind::key_hash;
  if (strategy != "scd2") return RowIdKind::address;
  const auto versions = root.columns_with("x-row-version");
  return !versions.empty() && versions.front() == "_dlt_id" ? RowIdKind::row_hash : RowIdKind::address;
}

}  // namespace

TableNode::TableNode(const WriterContext& context, std::vector<std::string> name_parts, std::string name,
                     std::string parent)
    : writer(context, std::move(name), std::move(parent)),
      parts(std::move(name_parts)),
      id_infix("_" + writer.name() + "_"),
      load_id(writer.slot(context.naming.identifier("_dlt_load_id"))),
      row_id(writer.slot(context.naming.identifier("_dlt_id"))),
      parent_id(writer.slot(context.naming.identifier("_dlt_parent_id"))),
      list_index(writer.slot(context.naming.identifier("_dlt_list_idx"))),
      value(writer.slot(context.naming.identifier("value"))) {}

TableWriter::Slot TableNode::inherited_slot(std::size_t position, const std::string& name) {
  if (position >= inherited_.size()) inherited_.resize(position + 1);
  auto& [known, slot] = inherited_[position];
  if (known != name) {
    known = name;
    slot = writer.slot(name);
  }
  return slot;
}

Shape& TableTree::add_root(const std::string& name) {
  tables_.push_back(std::make_unique<TableNode>(context_, std::vector{name}, name, ""));
  TableNode& table = *tables_.back();
  by_name_.emplace(name, &table);
  learn(table);
  root_ = std::make_unique<Shape>();
  root_->table = &table;
  return *root_;
}

Result<Field*> TableTree::field(Shape& shape, std::string_view key, std::size_t& predicted) {
  if (Field* expected = shape.expect(key, predicted)) return expected;
  const auto found = shape.index.find(std::string(key));
  if (found != shape.index.end()) {
    predicted = found->second + 1;
    return &shape.fields[found->second];
  }
  if (key.size() > kMaxKeyBytes)
    return fail(
        ErrorKind::source_data,
        "a key of " + std::to_string(key.size()) + " bytes, which begins \"" + std::string(key.substr(0, 40)) + "\"",
        "a column name may come from at most 8,192 bytes; set max_table_nesting so that this object stays JSON");
  Field& made = shape.fields.emplace_back();
  made.key = key;
  made.name = context_.naming.key(key);
  shape.index.emplace(made.key, static_cast<std::uint32_t>(shape.fields.size() - 1));
  predicted = shape.fields.size();
  return &made;
}

Field& TableTree::itself(Shape& shape, std::string_view key) const {
  if (!shape.itself) {
    shape.itself = std::make_unique<Field>();
    shape.itself->key = key;
    shape.itself->name = context_.naming.key(key);
  }
  return *shape.itself;
}

TableWriter::Slot TableTree::slot_of(Shape& shape, Field& field) {
  if (!field.slot) {
    std::vector<std::string> parts = shape.path;
    parts.push_back(field.name);
    std::string name = shape.path.empty() ? field.name : context_.naming.join(parts);
    // Of keys that are separators alone dlt makes a column without a name, which no database takes.
    if (name.empty()) name = context_.naming.key({});
    field.slot = shape.table->writer.slot(name);
  }
  return *field.slot;
}

Shape& TableTree::object_of(Shape& shape, Field& field) {
  if (!field.object) {
    field.object = std::make_unique<Shape>();
    field.object->table = shape.table;
    field.object->path = shape.path;
    field.object->path.push_back(field.name);
  }
  return *field.object;
}

bool TableTree::is_map(Shape& shape, Field& field) {
  if (!field.map_key) {
    const auto key = shape.table->writer.map_key(slot_of(shape, field));
    field.map_key = key.empty() ? key : context_.naming.key(key);
  }
  return field.is_map();
}

Result<Shape*> TableTree::elements_of(Shape& shape, Field& field) {
  if (!field.elements) {
    DECANT_TRY(TableNode* const table, child(*shape.table, shape.path, context_.naming.table_key(field.key)));
    field.elements = std::make_unique<Shape>();
    field.elements->table = table;
    if (field.is_map()) field.map_key_slot = table->writer.slot(*field.map_key);
  }
  return field.elements.get();
}

Result<TableNode*> TableTree::child(TableNode& parent, const std::vector<std::string>& path, const std::string& part) {
  std::vector<std::string> parts = parent.parts;
  parts.insert(parts.end(), path.begin(), path.end());
  parts.push_back(part);
  const std::string name = context_.naming.join(parts);
  if (const auto found = by_name_.find(name); found != by_name_.end()) return found->second;
  const auto hinted =
      std::find_if(waiting_.begin(), waiting_.end(), [&](const schema::Table& table) { return table.name() == name; });
  if (hinted != waiting_.end() && parent.writer.table() != nullptr) {
    hinted->properties()["parent"] = parent.writer.name();
    DECANT_TRY(context_.schema.update(*hinted, schema::CompoundHints::replace));
  }
  tables_.push_back(std::make_unique<TableNode>(context_, std::move(parts), name, parent.writer.name()));
  TableNode& table = *tables_.back();
  by_name_.emplace(name, &table);
  learn(table);
  return &table;
}

void TableTree::learn(TableNode& table) {
  const schema::Table* stored = table.writer.table();
  table.is_known = stored != nullptr;
  table.is_root = stored != nullptr && stored->is_root();
  table.propagated.clear();
  for (const auto& field : context_.schema.normalizers().propagations(table.writer.name(), table.is_root))
    table.propagated.push_back({table.writer.slot(field.from), field.to});
  if (!table.is_root) return;
  table.row_id_kind = row_id_kind_of(context_.schema, *stored);
  table.key.clear();
  for (const auto& column : stored->columns_with(&schema::Column::primary_key))
    table.key.emplace_back(column, table.writer.slot(column));
}

Result<void> TableTree::finish() {
  for (auto& table : tables_) DECANT_TRY(table->writer.finish());
  return {};
}

}  // namespace decant::normalize
