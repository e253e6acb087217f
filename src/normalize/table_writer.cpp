#include "normalize/table_writer.h"

#include <algorithm>
#include <utility>

#include "normalize/coerce.h"
#include "schema/timestamp_text.h"

namespace decant::normalize {

using schema::Column;
using schema::DataType;

namespace {

/// Sizes are looked at every so many rows.
constexpr std::size_t kRowsBetweenChecks = 256;
constexpr std::size_t kMaxBatchRows = 122'880;  // a row group of DuckDB

bool detects_timestamps(const schema::Schema& schema) {
  const auto& list = schema.detections();
  return std::find(list.begin(), list.end(), schema::Detection::iso_timestamp) != list.end();
}

Column link_column(std::string_view name, DataType type) {
  Column column;
  column.name = name;
  column.data_type = type;
  column.nullable = false;
  return column;
}

/// The variant of a decimal that holds whole numbers of any size wants no digits behind the point.
void set_decimal_size(Column& column, json::Node value) {
  if (column.data_type != DataType::decimal || value.kind() == json::Kind::string) return;
  column.precision = 38;
  column.scale = 0;
}

}  // namespace

TableWriter::TableWriter(schema::Schema& schema, schema::Table prototype, const schema::NamingConvention& naming,
                         BatchStore& store, std::size_t batch_bytes)
    : schema_(schema),
      prototype_(std::move(prototype)),
      table_(schema.find(prototype_.name())),
      name_(prototype_.name()),
      naming_(naming),
      store_(store),
      batch_bytes_(batch_bytes),
      detect_timestamps_(detects_timestamps(schema)) {}

/// Brings properties and hinted columns into the schema's table, which is made if there is none.
Result<void> TableWriter::prepare_table() {
  prepared_ = true;
  if (table_ == nullptr) table_ = &schema_.add(schema::Table(name_));
  for (const auto& [key, value] : prototype_.properties().as_object()) table_->properties()[key] = value;
  for (const auto& hint : prototype_.columns()) {
    if (const auto index = table_->index_of(hint.name)) {
      table_->column(*index).merge(hint);
    } else {
      table_->add(hint);
    }
  }
  for (const auto& column : table_->columns()) DECANT_TRY(read_column_hints(column));
  return {};
}

Result<void> TableWriter::read_column_hints(const Column& column) {
  const Slot index = slot(column.name);
  SlotState& state = slots_[index];
  const json::Value* texts = column.other.find("x-decant-null");
  if (texts != nullptr && texts->is_string()) state.null_texts.push_back(texts->as_string());
  if (texts != nullptr && texts->is_array()) {
    for (const auto& text : texts->as_array()) {
      if (text.is_string()) state.null_texts.push_back(text.as_string());
    }
  }
  if (const std::string zone = column.other.text_or("x-decant-timezone", "UTC"); zone != "UTC") {
    DECANT_TRY(state.zone, schema::TimeZone::find(zone));
  }
  if (!column.is_nullable() && !schema::is_system_name(column.name)) required_.push_back(index);
  return {};
}

TableWriter::Slot TableWriter::slot(const std::string& column) {
  const auto [found, is_new] = slot_index_.try_emplace(column, static_cast<Slot>(slots_.size()));
  if (is_new) slots_.emplace_back().name = column;
  return found->second;
}

Result<void> TableWriter::begin_row() {
  row_.clear();
  return prepared_ ? Result<void>{} : prepare_table();
}

void TableWriter::set(Slot slot, json::Node value) {
  auto& place = slots_[slot].place;
  if (place < row_.size() && row_[place].slot == slot) {
    row_[place].value = value;
    return;
  }
  place = static_cast<std::uint32_t>(row_.size());
  row_.push_back({slot, value});
}

const json::Node* TableWriter::find_set(std::string_view column) const {
  for (const auto& entry : row_) {
    if (slots_[entry.slot].name == column) return &entry.value;
  }
  return nullptr;
}

bool TableWriter::keeps_json(Slot slot) const {
  const auto builder = slots_[slot].builder;
  if (builder != kNone) return builders_[builder].type() == DataType::json;
  if (table_ == nullptr) return false;
  const Column* column = table_->find(slots_[slot].name);
  return column != nullptr && column->data_type == DataType::json;
}

Result<void> TableWriter::end_row(const RowLinks& links) {
  for (const auto& entry : row_) DECANT_TRY(append(entry.slot, entry.value));
  DECANT_TRY(check_required());
  if (!links_made_) add_link_columns(links);
  if (!links.load_id.empty()) append_text(load_id_, links.load_id);
  if (!links.root_id.empty()) append_text(root_id_, links.root_id);
  if (!links.parent_id.empty()) {
    append_text(parent_id_, links.parent_id);
    append_fixed(list_index_, links.list_index);
  }
  append_text(row_id_, links.row_id);
  ++rows_;
  if (rows_ % kRowsBetweenChecks != 0) return {};
  std::size_t bytes = 0;
  for (const auto& column : builders_) bytes += column.memory();
  return bytes >= batch_bytes_ || rows_ >= kMaxBatchRows ? flush() : Result<void>{};
}

Result<void> TableWriter::check_required() {
  for (const Slot slot : required_) {
    const auto& state = slots_[slot];
    const bool set = state.place < row_.size() && row_[state.place].slot == slot;
    if (set && !row_[state.place].value.is_null()) continue;
    return fail(ErrorKind::source_data,
                "the column \"" + state.name + "\" of table \"" + name_ + "\" must have a value, but the record has " +
                    (set ? "null" : "none"),
                "correct the primary_key or columns of the resource, or set nullable: true for that column");
  }
  return {};
}

bool TableWriter::is_null_text(const SlotState& state, json::Node value) const {
  return value.is_string() &&
         std::find(state.null_texts.begin(), state.null_texts.end(), value.text()) != state.null_texts.end();
}

Result<void> TableWriter::append(Slot slot, json::Node value) {
  SlotState& state = slots_[slot];
  if (value.is_null() || (!state.null_texts.empty() && is_null_text(state, value))) return {};
  // The link columns are written from the links; only a record's own row id arrives there.
  if (slot == row_id_ || slot == load_id_ || state.name == "_dlt_id" || state.name == "_dlt_load_id") return {};
  if (state.builder == kNone) {
    const Column* column = table_->find(state.name);
    const bool typed = column != nullptr && column->data_type.has_value();
    const DataType type = typed ? *column->data_type : infer_type(value, detect_timestamps_);
    Cell cell;
    if (!coerce(value, type, scratch_, cell)) return append_variant(slot, value);
    if (!typed) type_column(slot, type, false, value);
    builder(slot, type);
  }
  Cell cell;
  ColumnBuilder& target = builders_[slots_[slot].builder];
  const auto& token = value.token();
  if (token.kind == json::Kind::string && target.type() == DataType::text) {
    target.set_text(rows_, value.text());
    return {};
  }
  if (token.kind == json::Kind::integer && target.type() == DataType::bigint) {
    target.set_fixed(rows_, token.integer);
    return {};
  }
  if (!coerce(value, target.type(), scratch_, cell)) return append_variant(slot, value);
  if (const auto& zone = slots_[slot].zone; zone && target.type() == DataType::timestamp && value.is_string()) {
    const auto parsed = schema::parse_time(value.text());
    if (parsed && !parsed->has_zone) cell.fixed = zone->to_utc(parsed->instant);
  }
  if (target.is_text()) {
    target.set_text(rows_, cell.text);
  } else {
    target.set_fixed(rows_, cell.fixed);
  }
  return {};
}

Result<void> TableWriter::append_variant(Slot slot, json::Node value) {
  const DataType incoming = type_of(value);
  const std::string base = slots_[slot].name;
  Slot variant = slots_[slot].variant[static_cast<std::size_t>(incoming)];
  if (variant == kNone) {
    variant = this->slot(naming_.join({base, "v_" + std::string(to_string(incoming))}));
    slots_[slot].variant[static_cast<std::size_t>(incoming)] = variant;
  }
  if (slots_[variant].builder == kNone) {
    const Column* column = table_->find(slots_[variant].name);
    const bool typed = column != nullptr && column->data_type.has_value();
    const DataType type = typed ? *column->data_type : infer_type(value, detect_timestamps_);
    if (!typed) type_column(variant, type, true, value);
    builder(variant, type);
  }
  ColumnBuilder& target = builders_[slots_[variant].builder];
  Cell cell;
  if (!coerce(value, target.type(), scratch_, cell))
    return fail(ErrorKind::source_data,
                "a value of kind " + std::string(json::to_string(value.kind())) + " fits neither the column \"" + base +
                    "\" of table \"" + name_ + "\" nor its variant \"" + slots_[variant].name + "\"",
                "give the column a data_type that takes both, for instance text");
  if (target.is_text()) {
    target.set_text(rows_, cell.text);
  } else {
    target.set_fixed(rows_, cell.fixed);
  }
  return {};
}

void TableWriter::type_column(Slot slot, DataType type, bool variant, const json::Node& value) {
  const std::string& name = slots_[slot].name;
  if (const auto index = table_->index_of(name)) {
    Column& column = table_->column(*index);
    column.data_type = type;
    if (!column.nullable) column.nullable = true;
    set_decimal_size(column, value);
    table_->move_to_end(name);
    return;
  }
  Column column;
  column.name = name;
  column.data_type = type;
  column.nullable = true;
  column.variant = variant;
  set_decimal_size(column, value);
  table_->add(std::move(column));
}

ColumnBuilder& TableWriter::builder(Slot slot, DataType type) {
  auto& index = slots_[slot].builder;
  if (index == kNone) {
    index = static_cast<std::uint32_t>(builders_.size());
    builders_.emplace_back(type);
    builder_names_.push_back(slots_[slot].name);
  }
  return builders_[index];
}

void TableWriter::append_text(Slot slot, std::string_view text) {
  builders_[slots_[slot].builder].set_text(rows_, text);
}

void TableWriter::append_fixed(Slot slot, std::int64_t value) {
  builders_[slots_[slot].builder].set_fixed(rows_, value);
}

void TableWriter::add_link_columns(const RowLinks& links) {
  const auto add = [&](Slot& member, std::string_view name, DataType type, bool Column::* flag) {
    member = slot(std::string(name));
    if (table_->find(name) == nullptr) {
      Column column = link_column(name, type);
      if (flag != nullptr) column.*flag = true;
      if (name == "_dlt_id") column.unique = true;
      table_->add(std::move(column));
    }
    builder(member, type);
  };
  if (!links.load_id.empty()) add(load_id_, "_dlt_load_id", DataType::text, nullptr);
  if (!links.root_id.empty()) add(root_id_, "_dlt_root_id", DataType::text, &Column::root_key);
  if (!links.parent_id.empty()) {
    add(parent_id_, "_dlt_parent_id", DataType::text, &Column::parent_key);
    add(list_index_, "_dlt_list_idx", DataType::bigint, nullptr);
  }
  add(row_id_, "_dlt_id", DataType::text, &Column::row_key);
  links_made_ = !links.parent_id.empty() || !links.load_id.empty();
}

Result<void> TableWriter::flush() {
  if (rows_ == 0) return {};
  Batch batch;
  batch.rows = rows_;
  for (auto& column : builders_) batch.columns.push_back(column.take(rows_));
  rows_ = 0;
  return store_.add(name_, builder_names_, std::move(batch));
}

Result<void> TableWriter::finish() {
  DECANT_TRY(flush());
  if (prepared_) table_->properties()["x-normalizer"]["seen-data"] = true;
  return {};
}

}  // namespace decant::normalize
