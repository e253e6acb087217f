#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/result.h"
#include "normalize/table_writer.h"
#include "schema/normalizers.h"

namespace decant::normalize {

struct Shape;

/// How the ids of root rows are made (dlt-normalize-load §3.4).
enum class RowIdKind : std::uint8_t {
  address,   ///< from load and place of the record (dlt: random)
  key_hash,  ///< from the primary key
  row_hash,  ///< from the record as it came
};

/// A field of a row that the rows nested in it get as well.
struct PropagatedField {
  TableWriter::Slot from;
  std::string to;
};

/// A table that is filled, with the ways into it.
struct TableNode {
  TableNode(const WriterContext& context, std::vector<std::string> parts, std::string name, std::string parent);

  TableWriter writer;
  std::vector<std::string> parts;  ///< of its name, normalized
  std::string id_infix;            ///< what stands between parent id and list index in the text of a nested row's id
  TableWriter::Slot load_id, row_id, parent_id, list_index, value;

  // What follows from the schema's table; known once that is there.
  bool is_known = false;
  bool is_root = false;
  RowIdKind row_id_kind = RowIdKind::address;
  std::vector<std::pair<std::string, TableWriter::Slot>> key;  ///< primary key, for key_hash
  std::vector<PropagatedField> propagated;

  /// The slot of the inherited field at a position, by its name: mostly the same from row to row.
  TableWriter::Slot inherited_slot(std::size_t position, const std::string& name);

 private:
  std::vector<std::pair<std::string, TableWriter::Slot>> inherited_;
};

/// What a key of an object leads to; each way is worked out when it is first taken.
struct Field {
  std::string key;
  std::string name;  ///< normalized
  std::optional<TableWriter::Slot> slot;
  bool has_values = false;  ///< values went to the slot: there is nothing to find out about further scalars
  std::unique_ptr<Shape> object;
  std::unique_ptr<Shape> elements;     ///< of the list
  std::optional<std::string> map_key;  ///< x-decant-map: the column of the rows that gets the keys; empty: it is no map
  TableWriter::Slot map_key_slot = TableWriter::kNone;  ///< in the table of `elements`

  [[nodiscard]] bool is_map() const { return map_key && !map_key->empty(); }
};

/// One place of the records, and with it one JSON path: the keys seen there, in the order of their first appearance.
/// Records of one kind mostly bring them in that order, so the next key is looked for where the last one was found.
struct Shape {
  TableNode* table = nullptr;
  std::vector<std::string> path;  ///< normalized keys from the table's row to here
  std::vector<Field> fields;
  std::unordered_map<std::string, std::uint32_t> index;
  std::unique_ptr<Field> itself;  ///< what stands here where it is no object: a list in a list, or a whole record
  bool has_scalars = false;       ///< elements of a list here went to the column `value`

  /// The field at `predicted`, which is moved behind it, if it is that of the key; else null.
  Field* expect(std::string_view key, std::size_t& predicted) {
    if (predicted >= fields.size() || fields[predicted].key != key) return nullptr;
    return &fields[predicted++];
  }
};

/// The tables that the records of one resource become, made as data leads to them.
class TableTree {
 public:
  explicit TableTree(const WriterContext& context)
      : context_(context), seen_changes_(context.schema.normalizers().propagation_changes()) {}

  /// The place of whole records.
  Shape& add_root(const std::string& name);

  /// Hints for tables whose enclosing table is not known yet.
  void set_waiting(std::vector<schema::Table> hinted) { waiting_ = std::move(hinted); }

  /// The field of a key; `predicted` is where it is looked for first, and is moved behind it. Error: the key is so long
  /// that no column can be named after it.
  Result<Field*> field(Shape& shape, std::string_view key, std::size_t& predicted);

  /// What stands at a place itself where it is no object. `key`: what dlt names it.
  Field& itself(Shape& shape, std::string_view key) const;

  TableWriter::Slot slot_of(Shape& shape, Field& field);
  Shape& object_of(Shape& shape, Field& field);
  /// Whether the field's objects are maps whose members become rows (x-decant-map); found out once, from the schema.
  bool is_map(Shape& shape, Field& field);
  /// The place of a list's elements, in the table that they become.
  Result<Shape*> elements_of(Shape& shape, Field& field);

  /// Learns what follows from the schema's table, or from there being none.
  void learn(TableNode& table);
  /// Learns of all tables anew if what they hand on was changed.
  void follow_changes() {
    const auto changes = context_.schema.normalizers().propagation_changes();
    if (changes == seen_changes_) return;
    seen_changes_ = changes;
    for (auto& table : tables_) learn(*table);
  }

  /// Ends all tables.
  Result<void> finish();

  [[nodiscard]] const std::vector<std::unique_ptr<TableNode>>& tables() const { return tables_; }
  /// The place of whole records; null before add_root.
  [[nodiscard]] const Shape* root() const { return root_.get(); }

 private:
  Result<TableNode*> child(TableNode& parent, const std::vector<std::string>& path, const std::string& part);

  const WriterContext& context_;
  std::uint64_t seen_changes_;
  std::unique_ptr<Shape> root_;
  std::vector<std::unique_ptr<TableNode>> tables_;
  std::unordered_map<std::string, TableNode*> by_name_;
  std::vector<schema::Table> waiting_;
};

}  // namespace decant::normalize
