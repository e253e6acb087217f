#include "normalize/normalizer.h"

#include <array>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/hash.h"
#include "json/parser.h"
#include "json/write.h"
#include "normalize/table_writer.h"
#include "schema/naming.h"

namespace decant::normalize {

using schema::Column;
using schema::NamingConvention;
using schema::Table;

namespace {

constexpr int kUnlimitedNesting = 1000;
/// Objects and lists of one record within each other. Deeper data makes names and tables that nobody can use.
constexpr int kMaxNesting = 40;
constexpr std::size_t kMaxKeyBytes = 8192;

struct Shape;

/// A table that is filled, with the ways into it.
struct TableNode {
  TableNode(schema::Schema& schema, Table prototype, const NamingConvention& naming, BatchStore& store,
            std::size_t bytes);
  TableWriter writer;
  std::vector<std::string> parts;  ///< of its name, normalized
  std::string id_infix;            ///< what stands between parent id and list index in the text of a nested row's id
  bool is_root = false;
  std::unique_ptr<Shape> shape;
};

/// What a key of an object leads to; each way is worked out when it is first taken.
struct Field {
  std::string key;
  std::string name;  ///< normalized
  std::optional<TableWriter::Slot> slot;
  std::unique_ptr<Shape> object;
  TableNode* list = nullptr;
};

/// The keys seen at one place of the records, in the order of their first appearance. Records of one kind mostly bring
/// them in that order, so the next key is looked for where the last one was found.
struct Shape {
  TableNode* table = nullptr;
  std::vector<std::string> path;  ///< normalized keys from the table's row to here
  std::vector<Field> fields;
  std::unordered_map<std::string, std::uint32_t> index;
};

// Behind Shape: a constructor may have to destroy what was made so far, which clang wants to see whole.
TableNode::TableNode(schema::Schema& schema, Table prototype, const NamingConvention& naming, BatchStore& store,
                     std::size_t bytes)
    : writer(schema, std::move(prototype), naming, store, bytes), id_infix("_" + writer.name() + "_") {}

struct PendingObject {
  json::Node node;
  Shape* shape;
  int level;
  int depth;
};
struct PendingList {
  json::Node node;
  TableNode* table;
  int level;
  int depth;
};

void append_number(std::uint64_t number, std::string& out) { out += std::to_string(number); }

}  // namespace

class Normalizer::Impl {
 public:
  Impl(schema::Schema& schema, const schema::ResourceHints& hints, NamingConvention naming, std::string load_id,
       BatchStore& store, NormalizeOptions options)
      : schema_(schema),
        hints_(hints),
        load_id_(std::move(load_id)),
        store_(store),
        options_(options),
        naming_(naming),
        max_nesting_(hints.max_table_nesting.value_or(kUnlimitedNesting)) {}

  Result<void> start() {
    Table prototype(naming_.table_path(hints_.table_name.empty() ? hints_.name : hints_.table_name));
    if (prototype.name().empty())
      return fail(ErrorKind::config, "the resource \"" + hints_.name + "\" has no usable table name");
    prototype.properties() = hints_.properties;
    prototype.properties()["write_disposition"] = hints_.write_disposition;
    prototype.properties()["resource"] = hints_.name;
    if (hints_.max_table_nesting) prototype.properties()["x-normalizer"]["max_nesting"] = *hints_.max_table_nesting;
    DECANT_TRY(add_hints(prototype, hints_.columns));
    add_keys(prototype, hints_.primary_key, &Column::primary_key);
    add_keys(prototype, hints_.merge_key, &Column::merge_key);
    keep_properties(prototype);
    const std::string name = prototype.name();
    propagate_root_id_ = propagates_root_id(name);
    root_ = &add_table(std::move(prototype), {name});
    root_->is_root = true;
    return {};
  }

  Result<void> add(const RecordPage& page) {
    json::Document constants;
    if (page.constants != nullptr && page.constants->is_object() && !page.constants->as_object().empty()) {
      DECANT_TRY(constants, parser_.parse(json::write(*page.constants)));
    }
    for (const RecordSpan& span : page.records) {
      auto added = add_record(page, span, constants);
      if (!added) {
        return fail(std::move(added).error().within("record " + std::to_string(span.index + 1) + " of page " +
                                                    std::to_string(page.page + 1) + " of " + hints_.name));
      }
    }
    return {};
  }

  Result<void> finish() {
    for (auto& table : tables_) DECANT_TRY(table->writer.finish());
    return {};
  }

  [[nodiscard]] const std::string& root_table() const { return root_->writer.name(); }
  [[nodiscard]] std::uint64_t records() const { return records_; }

 private:
  Result<void> add_hints(Table& prototype, const std::vector<Column>& hints) {
    for (Column hint : hints) {
      using schema::DataType;
      const auto type = hint.data_type;
      if (type == DataType::binary || type == DataType::time || type == DataType::wei)
        return fail(ErrorKind::config, "column \"" + hint.name + "\": the data_type " + std::string(to_string(*type)) +
                                           " is not supported for JSON records yet");
      hint.name = naming_.path(hint.name);
      if (const auto index = prototype.index_of(hint.name)) {
        prototype.column(*index).merge(hint);
      } else {
        prototype.add(std::move(hint));
      }
    }
    return {};
  }

  void add_keys(Table& prototype, const std::vector<std::string>& keys, bool Column::* flag) {
    for (const auto& key : keys) {
      Column column;
      column.name = naming_.path(key);
      column.*flag = true;
      const auto index = prototype.index_of(column.name);
      if (!index) {
        column.nullable = false;
        prototype.add(std::move(column));
        continue;
      }
      Column& hinted = prototype.column(*index);
      hinted.*flag = true;
      if (!hinted.nullable) hinted.nullable = false;
    }
  }

  /// Properties of x-normalizer that are stored already survive a run that does not name them.
  void keep_properties(Table& prototype) const {
    const Table* stored = schema_.find(prototype.name());
    if (stored == nullptr) return;
    const json::Value* normalizer = stored->properties().find("x-normalizer");
    if (normalizer == nullptr || !normalizer->is_object()) return;
    json::Value merged = *normalizer;
    if (const json::Value* own = prototype.properties().find("x-normalizer")) {
      for (const auto& [key, value] : own->as_object()) merged[key] = value;
    }
    prototype.properties()["x-normalizer"] = merged;
  }

  /// Merge needs the root's id in every nested row: dlt notes that in the schema, and never takes it back.
  bool propagates_root_id(const std::string& root) {
    if (hints_.write_disposition == "merge")
      schema_.normalizers().propagate(root, {.from = "_dlt_id", .to = "_dlt_root_id"});
    return !schema_.normalizers().propagations(root, true).empty();
  }

  TableNode& add_table(Table prototype, std::vector<std::string> parts) {
    tables_.push_back(
        std::make_unique<TableNode>(schema_, std::move(prototype), naming_, store_, options_.batch_bytes));
    TableNode& table = *tables_.back();
    table.parts = std::move(parts);
    table.shape = std::make_unique<Shape>();
    table.shape->table = &table;
    return table;
  }

  TableNode& child_table(const TableNode& parent, const std::vector<std::string>& path, const std::string& key) {
    std::vector<std::string> parts = parent.parts;
    parts.insert(parts.end(), path.begin(), path.end());
    parts.push_back(key);
    Table prototype(naming_.join(parts));
    for (const auto& table : tables_) {
      if (table->writer.name() == prototype.name()) return *table;
    }
    prototype.properties()["parent"] = parent.writer.name();
    for (const auto& nested : hints_.nested_hints) {
      std::vector<std::string> hinted = {root_->writer.name()};
      for (const auto& part : nested.path) hinted.push_back(naming_.path(part));
      if (naming_.join(hinted) == prototype.name()) static_cast<void>(add_hints(prototype, nested.columns));
    }
    keep_properties(prototype);
    return add_table(std::move(prototype), std::move(parts));
  }

  Result<Field*> field(Shape& shape, std::string_view key, std::size_t& predicted) {
    if (predicted < shape.fields.size() && shape.fields[predicted].key == key) return &shape.fields[predicted++];
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
    made.name = naming_.key(key);
    shape.index.emplace(made.key, static_cast<std::uint32_t>(shape.fields.size() - 1));
    predicted = shape.fields.size();
    return &made;
  }

  TableWriter::Slot slot_of(Shape& shape, Field& field) {
    if (!field.slot) {
      std::vector<std::string> parts = shape.path;
      parts.push_back(field.name);
      field.slot = shape.table->writer.slot(naming_.join(parts));
    }
    return *field.slot;
  }

  Result<void> check_depth(int depth) const {
    if (depth <= kMaxNesting) return {};
    return fail(ErrorKind::source_data, "a record that nests deeper than " + std::to_string(kMaxNesting) + " levels",
                "set max_table_nesting on the resource, so that what is deeper stays JSON");
  }

  /// Puts an object's scalars into the row; notes what is nested in it.
  Result<void> flatten(const PendingObject& object, std::vector<PendingObject>& objects,
                       std::vector<PendingList>& lists) {
    Shape& shape = *object.shape;
    TableWriter& writer = shape.table->writer;
    std::size_t predicted = 0;
    for (const auto member : object.node.members()) {
      DECANT_TRY(Field* const entry, field(shape, member.key, predicted));
      const bool nested = member.value.is_object() || member.value.is_array();
      if (!nested) {
        writer.set(slot_of(shape, *entry), member.value);
        continue;
      }
      if (object.level <= 0 || writer.keeps_json(slot_of(shape, *entry))) {
        writer.set(slot_of(shape, *entry), member.value);
        continue;
      }
      DECANT_TRY(check_depth(object.depth + 1));
      if (member.value.is_object()) {
        if (!entry->object) entry->object = nested_shape(shape, entry->name);
        objects.push_back({member.value, entry->object.get(), object.level - 1, object.depth + 1});
      } else if (member.value.token().size > member.value.index() + 1) {
        if (entry->list == nullptr) entry->list = &child_table(*shape.table, shape.path, entry->name);
        lists.push_back({member.value, entry->list, object.level - 1, object.depth + 1});
      }
    }
    return {};
  }

  static std::unique_ptr<Shape> nested_shape(const Shape& parent, const std::string& key) {
    auto shape = std::make_unique<Shape>();
    shape->table = parent.table;
    shape->path = parent.path;
    shape->path.push_back(key);
    return shape;
  }

  Result<void> add_record(const RecordPage& page, const RecordSpan& span, const json::Document& constants) {
    json::Document& document = record_;
    DECANT_TRY(parser_.parse_in_place(page.text.substr(span.begin, span.end - span.begin), document));
    ++records_;
    id_text_.assign(load_id_).append("/").append(hints_.name).append("/").append(page.sequence).append("/");
    append_number(page.page, id_text_);
    id_text_.push_back('/');
    append_number(span.index, id_text_);
    const std::string row_id = hasher_.hash(id_text_);
    return add_row(*root_, document.root(), max_nesting_, 0, RowLinks{.load_id = load_id_, .row_id = row_id}, {},
                   &constants);
  }

  /// Adds the row of an element, then the rows of the lists in it.
  Result<void> add_row(TableNode& table, json::Node element, int level, int depth, RowLinks links,
                       std::string_view root_id, const json::Document* constants = nullptr) {
    TableWriter& writer = table.writer;
    std::vector<PendingList> lists;
    DECANT_TRY(writer.begin_row());
    if (element.is_object()) {
      std::vector<PendingObject> objects = {{element, table.shape.get(), level, depth}};
      while (!objects.empty()) {
        const PendingObject object = objects.back();
        objects.pop_back();
        DECANT_TRY(flatten(object, objects, lists));
        if (constants != nullptr && !constants->tokens().empty() && object.node.index() == element.index() &&
            &object.node.document() == &element.document())
          objects.push_back({constants->root(), table.shape.get(), level, depth});
      }
    } else if (element.is_array() && level > 0) {
      DECANT_TRY(check_depth(depth + 1));
      if (element.token().size > element.index() + 1)
        lists.push_back({element, &child_table(table, {}, "list"), level - 1, depth + 1});
    } else {
      writer.set(writer.slot("value"), element);
    }
    std::string own_id;
    if (const json::Node* own = writer.find_set("_dlt_id");
        own != nullptr && own->is_string() && !own->text().empty()) {
      own_id = own->text();
      links.row_id = own_id;
      if (!table.is_root) links.parent_id = {};
    }
    if (table.is_root) root_id = links.row_id;
    if (!table.is_root && propagate_root_id_) links.root_id = root_id;
    DECANT_TRY(writer.end_row(links));
    for (const auto& list : lists) DECANT_TRY(add_list(list, links.row_id, root_id));
    return {};
  }

  Result<void> add_list(const PendingList& list, std::string_view parent_id, std::string_view root_id) {
    std::int64_t index = 0;
    std::array<char, kRowIdLength> id{};
    for (const auto element : list.node.items()) {
      id_text_.assign(parent_id).append(list.table->id_infix);
      append_number(static_cast<std::uint64_t>(index), id_text_);
      hasher_.hash(id_text_, id);
      const RowLinks links{.parent_id = parent_id, .list_index = index, .row_id = {id.data(), id.size()}};
      DECANT_TRY(add_row(*list.table, element, list.level, list.depth, links, root_id));
      ++index;
    }
    return {};
  }

  schema::Schema& schema_;
  const schema::ResourceHints hints_;
  std::string load_id_;
  BatchStore& store_;
  NormalizeOptions options_;
  NamingConvention naming_;
  int max_nesting_;
  bool propagate_root_id_ = false;
  std::vector<std::unique_ptr<TableNode>> tables_;
  TableNode* root_ = nullptr;
  json::Parser parser_;
  json::Document record_;
  RowIdHasher hasher_;
  std::string id_text_;
  std::uint64_t records_ = 0;
};

Normalizer::Normalizer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Normalizer::~Normalizer() = default;

Result<std::unique_ptr<Normalizer>> Normalizer::make(schema::Schema& schema, const schema::ResourceHints& hints,
                                                     std::string load_id, BatchStore& store, NormalizeOptions options) {
  DECANT_TRY(const auto naming, schema.normalizers().naming(options.max_identifier_length));
  auto impl = std::make_unique<Impl>(schema, hints, naming, std::move(load_id), store, options);
  DECANT_TRY(impl->start());
  return std::unique_ptr<Normalizer>(new Normalizer(std::move(impl)));
}

Result<void> Normalizer::add(const RecordPage& page) { return impl_->add(page); }
Result<void> Normalizer::finish() { return impl_->finish(); }
const std::string& Normalizer::root_table() const { return impl_->root_table(); }
std::uint64_t Normalizer::records() const { return impl_->records(); }

}  // namespace decant::normalize
