#include "normalize/record_walk.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "normalize/row_hash.h"

namespace decant::normalize {

using json::Kind;

namespace {

/// Objects and lists of one record within each other. Deeper data makes names and tables that nobody can use.
constexpr int kMaxNesting = 40;

Result<void> check_depth(int depth) {
  if (depth <= kMaxNesting) return {};
  return fail(ErrorKind::source_data, "a record that nests deeper than " + std::to_string(kMaxNesting) + " levels",
              "set max_table_nesting on the resource, so that what is deeper stays JSON");
}

/// Calls `each(key, element)` for what becomes rows: the elements of a list, or the members of a map. A map whose keys
/// are 0, 1, 2, … may come as a list; then the keys are the positions.
template <typename Each>
Result<void> for_each_element(const json::Node& list, bool is_map, Each each) {
  if (list.is_object()) {
    for (const auto member : list.members()) DECANT_TRY(each(member.key, member.value));
    return {};
  }
  std::int64_t position = 0;
  std::string key;
  for (const auto element : list.items()) {
    if (is_map) key = std::to_string(position++);
    DECANT_TRY(each(std::string_view(key), element));
  }
  return {};
}

std::size_t count_elements(const json::Node& list) {
  std::size_t count = 0;
  if (list.is_object()) {
    for ([[maybe_unused]] const auto member : list.members()) ++count;
  } else {
    for ([[maybe_unused]] const auto element : list.items()) ++count;
  }
  return count;
}

bool is_empty(const json::Node& container) { return container.token().size == container.index() + 1; }

/// Python's truth: whether a record's own row id counts as one.
bool is_truthy(const json::Node& value) {
  const auto& token = value.token();
  switch (token.kind) {
    case Kind::null: return false;
    case Kind::boolean: return token.boolean;
    case Kind::integer: return token.integer != 0;
    case Kind::real: return token.real != 0;
    case Kind::string: return token.size != 0;
    case Kind::array:
    case Kind::object: return !is_empty(value);
    default: return true;
  }
}

void append_number(std::int64_t number, std::string& out) {
  std::array<char, 24> digits{};
  out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

}  // namespace

RecordWalk::RecordWalk(const WriterContext& context, TableTree& tree, Shape& root, std::string load_id, int max_nesting)
    : context_(context), tree_(tree), root_(root), load_id_(std::move(load_id)), max_nesting_(max_nesting) {
  json::DocumentBuilder(null_).null();
}

Result<void> RecordWalk::add(const WalkedRecord& record) {
  // What a record that failed left behind goes.
  objects_.clear();
  lists_.clear();
  inherited_.clear();
  ids_.clear();
  return add_row({.shape = root_,
                  .level = max_nesting_,
                  .depth = 0,
                  .parent_id = {},
                  .parent_own_id = nullptr,
                  .list_index = 0,
                  .made_id = record.address_id,
                  .record = &record},
                 record.root);
}

/// Adds the row of a record or of a list's element, then the rows of the lists in it.
Result<void> RecordWalk::add_row(Row row, json::Node element) {
  const std::size_t first_list = lists_.size();
  // A list in a list takes a row of its own that holds nothing else, and a level.
  if (row.record == nullptr && element.is_array()) --row.level;
  row.shape.table->writer.begin_row();
  DECANT_TRY(flatten(row, element, first_list));
  return finish_row(row, element, first_list);
}

/// Puts the scalars of an element and of the objects in it into the row; notes its lists.
Result<void> RecordWalk::flatten(const Row& row, json::Node element, std::size_t first_list) {
  PendingObject object{element, &row.shape, row.level, row.depth};
  if (row.map_key != TableWriter::kNone) row.shape.table->writer.set(row.map_key, null_.root());
  if (!element.is_object()) {
    if (row.record != nullptr) return take_value(object, tree_.itself(row.shape, "value"), element, first_list);
    if (!element.is_array()) {
      row.shape.has_scalars = true;
      row.shape.table->writer.set(row.shape.table->value, element);
      return {};
    }
    return take_value(object, tree_.itself(row.shape, "list"), element, first_list);
  }
  DECANT_TRY(take_members(object, element, first_list));
  if (row.record != nullptr && row.record->constants != nullptr)
    DECANT_TRY(take_members(object, row.record->constants->root(), first_list));
  while (!objects_.empty()) {
    const PendingObject nested = objects_.back();
    objects_.pop_back();
    DECANT_TRY(take_members(nested, nested.node, first_list));
  }
  return {};
}

Result<void> RecordWalk::take_members(const PendingObject& object, const json::Node& from, std::size_t first_list) {
  TableWriter& writer = object.shape->table->writer;
  std::size_t predicted = 0;
  for (const auto member : from.members()) {
    const Kind kind = member.value.kind();
    if (kind != Kind::object && kind != Kind::array) {
      const Field* field = object.shape->expect(member.key, predicted);
      if (field != nullptr && field->has_values) {
        writer.set(*field->slot, member.value);
        continue;
      }
    }
    DECANT_TRY(take_member(object, member.key, member.value, first_list, predicted));
  }
  return {};
}

Result<void> RecordWalk::take_member(const PendingObject& object, std::string_view key, json::Node value,
                                     std::size_t first_list, std::size_t& predicted) {
  DECANT_TRY(Field* const field, tree_.field(*object.shape, key, predicted));
  return take_value(object, *field, value, first_list);
}

Result<void> RecordWalk::take_value(const PendingObject& object, Field& field, json::Node value,
                                    std::size_t first_list) {
  Shape& shape = *object.shape;
  TableWriter& writer = shape.table->writer;
  const Kind kind = value.kind();
  const bool is_container = kind == Kind::object || kind == Kind::array;
  const TableWriter::Slot slot = tree_.slot_of(shape, field);
  bool stays_whole = !is_container || object.level <= 0;
  if (!stays_whole) {
    DECANT_TRY(stays_whole, writer.keeps_json(slot));
  }
  if (stays_whole) {
    field.has_values = true;
    writer.set(slot, value);
    return {};
  }
  DECANT_TRY(check_depth(object.depth + 1));
  if (kind == Kind::object && !tree_.is_map(shape, field)) {
    objects_.push_back({value, &tree_.object_of(shape, field), object.level - 1, object.depth + 1});
    return {};
  }
  return is_empty(value) ? Result<void>{} : add_pending_list(object, field, value, first_list);
}

Result<void> RecordWalk::add_pending_list(const PendingObject& object, Field& field, json::Node value,
                                          std::size_t first_list) {
  tree_.is_map(*object.shape, field);
  DECANT_TRY(Shape* const elements, tree_.elements_of(*object.shape, field));
  const auto begin = lists_.begin() + static_cast<std::ptrdiff_t>(first_list);
  // Two keys of one name: the later list takes the place of the earlier one. (Another path may lead to the same table.)
  const auto same = std::find_if(begin, lists_.end(), [&](const PendingList& list) {
    return list.elements->table == elements->table &&
           (list.shape == object.shape || list.shape->path == object.shape->path);
  });
  if (same != lists_.end()) {
    context_.findings.add(FindingKind::key_collision, elements->table->writer.name(), {}, {}, &same->node);
    same->node = value;
    same->elements = elements;
    same->map_key = field.map_key_slot;
    return {};
  }
  lists_.push_back({value, object.shape, elements, field.map_key_slot, object.depth + 1});
  return {};
}

void RecordWalk::set_text(TableNode& table, TableWriter::Slot slot, std::string_view text,
                          json::DocumentBuilder& links) {
  links.view(text);
  table.writer.set(slot, {links_, static_cast<std::uint32_t>(links_.tokens().size() - 1)});
}

/// Rows of root tables have it. Of a list of scalars that became a root table (it has a key of its own) dlt's have not:
/// then only where the column is there all the same.
bool RecordWalk::gets_load_id(const Row& row, json::Node element) const {
  TableNode& table = *row.shape.table;
  if (!table.is_root) return false;
  if (row.record != nullptr || element.is_object() || element.is_array()) return true;
  const schema::Table* stored = table.writer.table();
  return stored != nullptr && stored->find(context_.naming.identifier("_dlt_load_id")) != nullptr;
}

Result<void> RecordWalk::finish_row(const Row& row, json::Node element, std::size_t first_list) {
  TableNode& table = *row.shape.table;
  if (!table.is_known) tree_.learn(table);
  tree_.follow_changes();
  json::DocumentBuilder links(links_);
  if (row.map_key != TableWriter::kNone) set_text(table, row.map_key, row.key, links);
  set_inherited(table, links);
  if (gets_load_id(row, element)) set_text(table, table.load_id, load_id_, links);

  RowId made{};
  std::string own;
  std::string_view id;
  std::optional<json::Node> own_id;
  const json::Node* given = table.writer.value_of(table.row_id);
  if (given != nullptr && is_truthy(*given)) {
    Cell cell;
    context_.coercion.coerce(*given, schema::DataType::text, cell);
    own = cell.text;
    id = own;
    own_id = *given;
  } else {
    if (!table.is_root) {
      if (row.parent_own_id != nullptr) {
        table.writer.set(table.parent_id, *row.parent_own_id);
      } else {
        set_text(table, table.parent_id, row.parent_id, links);
      }
      links.integer(row.list_index);
      table.writer.set(table.list_index, {links_, static_cast<std::uint32_t>(links_.tokens().size() - 1)});
    }
    id = row.made_id;
    if (table.is_root && table.row_id_kind != RowIdKind::address) {
      DECANT_TRY(hash_row(row, element, made));
      id = {made.data(), made.size()};
    }
    set_text(table, table.row_id, id, links);
  }

  const std::size_t inherited = inherited_.size();
  inherit(table);
  DECANT_TRY(const bool is_written, table.writer.end_row());
  if (is_written && lists_.size() > first_list)
    DECANT_TRY(add_lists(row, first_list, {.text = id, .own = own_id ? &*own_id : nullptr}));
  lists_.erase(lists_.begin() + static_cast<std::ptrdiff_t>(first_list), lists_.end());
  inherited_.resize(inherited);
  return {};
}

/// Sets what the rows around this one hand on; of one name the innermost.
void RecordWalk::set_inherited(TableNode& table, json::DocumentBuilder& links) {
  for (std::size_t i = 0; i < inherited_.size(); ++i) {
    const Inherited& field = inherited_[i];
    const bool is_hidden = std::any_of(inherited_.begin() + static_cast<std::ptrdiff_t>(i) + 1, inherited_.end(),
                                       [&](const Inherited& inner) { return inner.name == field.name; });
    if (is_hidden) continue;
    const TableWriter::Slot slot = table.inherited_slot(i, field.name);
    if (field.document != nullptr) {
      table.writer.set(slot, {*field.document, field.index});
      continue;
    }
    links.add(field.token);
    table.writer.set(slot, {links_, static_cast<std::uint32_t>(links_.tokens().size() - 1)});
  }
}

/// Notes what the row hands on to those nested in it.
void RecordWalk::inherit(const TableNode& table) {
  for (const auto& field : table.propagated) {
    const json::Node* value = table.writer.value_of(field.from);
    if (value == nullptr) continue;
    const bool is_container = value->is_object() || value->is_array();
    inherited_.push_back({field.to, value->token(), is_container ? &value->document() : nullptr, value->index()});
  }
}

/// The id of a root row from its primary key, or from the record as it came.
Result<void> RecordWalk::hash_row(const Row& row, json::Node element, RowId& id) {
  const TableNode& table = *row.shape.table;
  std::vector<json::Member> members;
  if (table.row_id_kind == RowIdKind::key_hash) {
    for (const auto& [name, slot] : table.key) {
      const json::Node* value = table.writer.value_of(slot);
      if (value == nullptr)
        return fail(
            ErrorKind::source_data,
            "the record has no \"" + name + "\", which is in the primary key of table \"" + table.writer.name() + "\"",
            "Correct the primary_key of the resource: its rows are told apart by it.");
      members.push_back({name, *value});
    }
  } else if (element.is_object()) {
    for (const auto member : element.members()) members.push_back(member);
    if (row.record != nullptr && row.record->constants != nullptr) {
      for (const auto member : row.record->constants->root().members()) members.push_back(member);
    }
    std::erase_if(members, [](const json::Member& member) { return member.key.starts_with("_dlt"); });
  } else {
    members.push_back({row.record == nullptr && element.is_array() ? "list" : "value", element});
  }
  id_text_.clear();
  append_hash_form(std::move(members), id_text_);
  hasher_.hash(id_text_, std::span<char, kRowIdLength>(id));
  return {};
}

/// Adds the rows of the lists found in a row.
Result<void> RecordWalk::add_lists(const Row& row, std::size_t first_list, const ParentId& parent) {
  const std::size_t first_id = ids_.size();
  make_ids(first_list, parent.text);
  std::size_t next = first_id;
  const std::size_t end = lists_.size();
  for (std::size_t i = first_list; i < end; ++i) {
    const PendingList list = lists_[i];  // rows further in move the vector
    std::int64_t index = 0;
    DECANT_TRY(for_each_element(list.node, list.map_key != TableWriter::kNone,
                                [&](std::string_view key, json::Node element) -> Result<void> {
                                  return add_element(row, list, parent, next++, index++, key, element);
                                }));
  }
  ids_.resize(first_id);
  return {};
}

Result<void> RecordWalk::add_element(const Row& row, const PendingList& list, const ParentId& parent, std::size_t id,
                                     std::int64_t index, std::string_view key, json::Node element) {
  const RowId made = ids_[id];  // rows further in move the vector
  return add_row({.shape = *list.elements,
                  .level = row.level - 1,
                  .depth = list.depth,
                  .parent_id = parent.text,
                  .parent_own_id = parent.own,
                  .list_index = index,
                  .made_id = {made.data(), made.size()},
                  .record = nullptr,
                  .map_key = list.map_key,
                  .key = key},
                 element);
}

/// The ids of all rows of these lists, several at a time: SHAKE-128 of `parent_table_index`.
void RecordWalk::make_ids(std::size_t first_list, std::string_view parent_id) {
  std::size_t next = ids_.size();
  std::size_t count = 0;
  for (std::size_t i = first_list; i < lists_.size(); ++i) count += count_elements(lists_[i].node);
  ids_.resize(next + count);
  for (std::size_t i = first_list; i < lists_.size(); ++i) {
    id_text_.assign(parent_id).append(lists_[i].elements->table->id_infix);
    const std::size_t stem = id_text_.size();
    const std::size_t elements = count_elements(lists_[i].node);
    for (std::size_t index = 0; index < elements; ++index) {
      id_text_.resize(stem);
      append_number(static_cast<std::int64_t>(index), id_text_);
      hasher_.queue(id_text_, ids_[next++]);
    }
  }
  hasher_.finish();
}

}  // namespace decant::normalize
