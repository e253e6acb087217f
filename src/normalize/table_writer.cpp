#include "normalize/table_writer.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "normalize/decimal_text.h"
#include "normalize/inference.h"
#include "schema/decimal_size.h"
#include "schema/file_format_hint.h"
#include "schema/timestamp_text.h"

namespace decant::normalize {

using json::Kind;
using schema::Column;
using schema::ContractMode;
using schema::DataType;

namespace {

/// Sizes are looked at every so many rows, or more often where rows are large.
constexpr std::size_t kRowsBetweenChecks = 256;
constexpr std::size_t kBytesBetweenChecks = std::size_t{64} << 10;
constexpr std::size_t kMaxBatchRows = 122'880;  // a row group of DuckDB

/// Whether a value that goes into a column comes in the form that the hot path takes.
bool has_form_of(json::Node value, DataType type) {
  switch (type) {
    case DataType::text:
    case DataType::timestamp: return value.is_string();
    case DataType::bigint: return value.kind() == Kind::integer;
    case DataType::real: return value.kind() == Kind::real;
    case DataType::boolean: return value.kind() == Kind::boolean;
    default: return false;
  }
}

}  // namespace

TableWriter::TableWriter(const WriterContext& context, std::string name, std::string parent)
    : context_(context), name_(std::move(name)), parent_(std::move(parent)), table_(context.schema.find(name_)) {
  context_.store.open_rows().join(*this);
}

TableWriter::~TableWriter() { context_.store.open_rows().leave(*this); }

const schema::Table* TableWriter::table() {
  if (table_ == nullptr) table_ = context_.schema.find(name_);
  return table_;
}

TableWriter::Slot TableWriter::slot(const std::string& column) {
  const auto [found, is_new] = slot_index_.try_emplace(column, static_cast<Slot>(slots_.size()));
  if (is_new) {
    hot_.emplace_back();
    SlotState& state = slots_.emplace_back();
    state.name = column;
    state.variants.fill(kNone);
  }
  return found->second;
}

/// Another key of the same name, or what the walk sets itself: the later value wins.
void TableWriter::replace(Slot slot, json::Node value) {
  json::Node& stored = row_[hot_[slot].place].value;
  if (!stored.is_null()) context_.findings.add(FindingKind::key_collision, name_, slots_[slot].name, {}, &stored);
  stored = value;
}

const json::Node* TableWriter::value_of(Slot slot) const {
  const auto place = hot_[slot].place;
  return place < row_.size() && row_[place].slot == slot ? &row_[place].value : nullptr;
}

Result<bool> TableWriter::end_row() {
  if (!is_open_ && table() != nullptr) open();
  takes_back_ = false;
  is_new_.reset();
  if (left_out_ || has_verdicts_) {
    DECANT_TRY(const bool leaves_out, leaves_out_row());
    if (leaves_out) return false;
  }
  for (const RowValue& entry : row_) {
    if (append_known(entry)) continue;
    DECANT_TRY(append_other(entry.slot, entry.value));
    if (left_out_) break;
  }
  if (takes_back_) {
    take_back_row();
    return false;
  }
  if (!required_.empty()) DECANT_TRY(check_required());
  if (context_.record) records_.set_fixed(rows_, *context_.record);
  ++rows_;
  has_rows_ = true;
  if (--rows_to_check_ == 0) DECANT_TRY(check_size());
  return true;
}

Result<void> TableWriter::check_size() {
  std::size_t bytes = 0;
  for (const auto& column : builders_) bytes += column.memory();
  rows_to_check_ =
      std::clamp<std::size_t>(kBytesBetweenChecks * rows_ / std::max<std::size_t>(bytes, 1), 1, kRowsBetweenChecks);
  if (bytes >= context_.batch_bytes || rows_ >= kMaxBatchRows) return flush();
  return hold(bytes);
}

Result<void> TableWriter::hold(std::size_t bytes) {
  const std::size_t before = std::exchange(open_bytes_, bytes);
  return context_.store.open_rows().change(before, bytes);
}

/// The hot path: a value of the column's own type, or null where null is allowed. False: the value takes another way.
bool TableWriter::append_known(const RowValue& entry) {
  const HotSlot& hot = hot_[entry.slot];
  const auto& token = entry.value.token();
  if (token.kind == Kind::null) return hot.allows_null;
  if (!hot.is_plain) return false;
  ColumnBuilder& target = builders_[hot.builder];
  switch (target.type()) {
    case DataType::text:
      if (token.kind != Kind::string) return false;
      target.set_text(rows_, {token.text, token.size});
      return true;
    case DataType::bigint:
      if (token.kind != Kind::integer) return false;
      target.set_fixed(rows_, token.integer);
      return true;
    case DataType::real:
      if (token.kind != Kind::real) return false;
      target.set_fixed(rows_, std::bit_cast<std::int64_t>(token.real));
      return true;
    case DataType::boolean:
      if (token.kind != Kind::boolean) return false;
      target.set_fixed(rows_, token.boolean ? 1 : 0);
      return true;
    case DataType::timestamp: {
      if (token.kind != Kind::string) return false;
      const auto parsed = schema::parse_time({token.text, token.size});
      if (!parsed) return false;
      target.set_fixed(rows_, parsed->instant);
      return true;
    }
    default: return false;
  }
}

Result<void> TableWriter::append_other(Slot slot, json::Node value) {
  if (!slots_[slot].is_prepared) DECANT_TRY(prepare(slot));
  const SlotState& state = slots_[slot];
  if (state.is_excluded) return {};
  if (state.verdict && state.verdict->mode == ContractMode::discard_value) {
    if (!value.is_null()) context_.findings.add(FindingKind::value_discarded, name_, state.name, state.verdict, &value);
    return {};
  }
  if (value.is_null() || (!state.null_texts.empty() && is_null_text(state, value))) return check_null(slot);
  const Column* column = table() == nullptr ? nullptr : table_->find(state.name);
  if (column == nullptr || !column->is_complete()) {
    DECANT_TRY(const DataType type, infer(state.name, value));
    return append_new(slot, value, type, false);
  }
  if (store_value(slot, value, *column->data_type)) return {};
  DataType incoming = type_of(value);
  // A number that its decimal column cannot hold would not fit a variant of that type either.
  if (incoming == DataType::decimal || incoming == DataType::wei) {
    if (*column->data_type == incoming) incoming = DataType::text;
  }
  DECANT_TRY(append_variant(slot, value, incoming, {}));
  return hot_[slot].allows_null ? Result<void>{} : relax(slot, value);
}

/// A value for a column that is not there, or not typed yet.
Result<void> TableWriter::append_new(Slot slot, json::Node value, DataType type, bool is_variant) {
  Cell cell;
  const bool fits = context_.coercion.coerce(value, type, cell);
  if (!fits && is_variant) return no_variant_fits(slot, slot, value);
  if (!fits) return append_variant(slot, value, type_of(value), {});
  if (type == DataType::wei && DecimalNumber::parse(cell.text)->is_beyond_wei())
    return append_variant(slot, value, DataType::text, "v_str");
  if (cell.is_null) return check_null(slot);
  Column column;
  column.name = slots_[slot].name;
  column.data_type = type;
  column.variant = is_variant;
  if (type == DataType::decimal && (value.kind() == Kind::unsigned_integer || value.kind() == Kind::number_text)) {
    column.precision = schema::kDecimalPrecision;  // whole numbers of any size want no digits behind the point
    column.scale = 0;
  }
  if (!fits_decimal(column, cell.text)) return append_variant(slot, value, DataType::text, {});
  DECANT_TRY(context_.schema.settings().infer_hints(column));
  DECANT_TRY(const bool admitted, admit(slot, column, value));
  if (!admitted) return {};
  store_cell(slot, type, cell);
  note_type(slot, value, type);
  return {};
}

/// A value that does not go into its column goes beside it, into one that is named after its own type: `incoming`, or
/// text where no number column holds it.
Result<void> TableWriter::append_variant(Slot slot, json::Node value, DataType incoming, std::string_view suffix) {
  const Slot variant = variant_slot(slot, incoming, suffix);
  if (!slots_[variant].is_prepared) DECANT_TRY(prepare(variant));
  const Column* column = table() == nullptr ? nullptr : table_->find(slots_[variant].name);
  if (column == nullptr || !column->is_complete()) {
    const bool as_text = incoming != type_of(value) || !suffix.empty();
    const DataType type = as_text ? incoming : infer_type(value, context_.schema.detections(), context_.now);
    return append_new(variant, value, type, true);
  }
  const DataType type = *column->data_type;
  if (store_value(variant, value, type)) return {};
  return no_variant_fits(slot, variant, value);
}

std::unexpected<Error> TableWriter::no_variant_fits(Slot slot, Slot variant, const json::Node& value) const {
  return column_error(slots_[slot].name,
                      "a value of kind " + std::string(json::to_string(value.kind())) +
                          " fits neither this column nor its variant \"" + slots_[variant].name + "\"",
                      "Give the column a data_type that takes both, for instance text.", &value);
}

TableWriter::Slot TableWriter::variant_slot(Slot slot, DataType incoming, std::string_view suffix) {
  const std::string base = slots_[slot].name;
  if (!suffix.empty()) return beside(slot, context_.naming.join({base, std::string(suffix)}));
  const auto index = static_cast<std::size_t>(incoming);
  if (slots_[slot].variants.at(index) != kNone) return slots_[slot].variants.at(index);
  std::string name = context_.naming.join({base, "v_" + std::string(to_string(incoming))});
  if (incoming == DataType::json && table() != nullptr) {
    // Datasets from before json had its name go on with the column that they have.
    const Column* old = table_->find(context_.naming.join({base, "v_complex"}));
    if (old != nullptr && old->variant) name = old->name;
  }
  const Slot variant = beside(slot, name);
  slots_[slot].variants.at(index) = variant;
  return variant;
}

/// The place of a variant of a column.
TableWriter::Slot TableWriter::beside(Slot slot, const std::string& variant) {
  const Slot made = this->slot(variant);
  if (made != slot) slots_[made].variant_of = slot;
  return made;
}

/// The type of a new column.
Result<DataType> TableWriter::infer(const std::string& column, json::Node value) const {
  DECANT_TRY(const auto preferred, context_.schema.settings().preferred_type(column));
  return preferred ? *preferred : infer_type(value, context_.schema.detections(), context_.now);
}

bool TableWriter::is_null_text(const SlotState& state, json::Node value) const {
  return value.is_string() &&
         std::find(state.null_texts.begin(), state.null_texts.end(), value.text()) != state.null_texts.end();
}

/// Coerces a value into a typed column and stores it; false if it does not go.
bool TableWriter::store_value(Slot slot, json::Node value, DataType type) {
  if (!context_.coerces && type_of(value) != type) return false;
  Cell cell;
  if (!context_.coercion.coerce(value, type, cell)) return false;
  const SlotState& state = slots_[slot];
  if (type == DataType::decimal || type == DataType::wei) {
    const Column* column = table() == nullptr ? nullptr : table_->find(state.name);
    if (column != nullptr && !fits_decimal(*column, cell.text)) return false;
  }
  if (state.zone && type == DataType::timestamp && value.is_string()) {
    const auto parsed = schema::parse_time(value.text());
    if (parsed && !parsed->has_zone) cell.fixed = state.zone->to_utc(parsed->instant);
  }
  store_cell(slot, type, cell);
  if (cell.is_null) {
    slots_[slot].has_null = true;
  } else {
    note_type(slot, value, type);
  }
  return true;
}

/// Remembers the type of a value that went into a column of type `type`. From the first one of that very type on, such
/// values take the hot path, which has nothing to remember.
void TableWriter::note_type(Slot slot, json::Node value, DataType type) {
  const bool is_own = has_form_of(value, type);
  SlotState& state = slots_[slot];
  state.types.add(is_own ? type : infer_type(value, context_.schema.detections(), context_.now));
  if (is_own) hot_[slot].is_plain = state.is_plain;
}

std::vector<std::optional<TableWriter::Origin>> TableWriter::origins() const {
  std::vector<std::optional<Origin>> origins(slots_.size());
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    const SlotState& state = slots_[i];
    const bool is_seen = !state.types.empty() || (state.has_null && !state.verdict);
    if (is_seen) origins[i] = Origin{.column = &state.name, .types = state.types, .beside = state.variant_of};
  }
  return origins;
}

void TableWriter::store_cell(Slot slot, DataType type, const Cell& cell) {
  if (cell.is_null) return;
  ColumnBuilder& target = builder(slot, type);
  target.drop(rows_);  // what the row had under a name that is a variant's, too
  if (target.is_text()) {
    target.set_text(rows_, cell.text);
  } else {
    target.set_fixed(rows_, cell.fixed);
  }
}

/// Digits that the destination's decimals, or wei, hold in this table; 0: any.
int TableWriter::digits_of(bool is_wei) const {
  const int digits = is_wei ? context_.wei_digits : context_.decimal_digits;
  if (context_.parquet_digits == 0) return digits;
  const json::Value* const format = schema::file_format_hint(context_.schema, *table_);
  return format != nullptr && format->is_string() && format->as_string() == "parquet" ? context_.parquet_digits
                                                                                      : digits;
}

/// Whether the destination's decimals hold a number; digits behind the point are rounded there.
bool TableWriter::fits_decimal(const Column& column, std::string_view number) const {
  const bool is_wei = column.data_type == DataType::wei;
  if (!is_wei && column.data_type != DataType::decimal) return true;
  const int digits = digits_of(is_wei);
  if (digits == 0) return true;
  const int precision = is_wei ? digits : column.precision.value_or(digits);
  const int scale = is_wei ? 0 : column.scale.value_or(schema::kDecimalScale);
  const auto most = static_cast<std::size_t>(std::max(precision - scale, 0));
  if (std::min(number.find('.'), number.size()) <= most && number.find('E') == std::string_view::npos) return true;
  const auto parsed = DecimalNumber::parse(number);
  return parsed && parsed->integer_digits() <= precision - scale;
}

ColumnBuilder& TableWriter::builder(Slot slot, DataType type) {
  auto& index = hot_[slot].builder;
  if (index == kNone) {
    index = static_cast<std::uint32_t>(builders_.size());
    builders_.emplace_back(type);
    builder_names_.push_back(slots_[slot].name);
  }
  return builders_[index];
}

void TableWriter::take_back_row() {
  for (auto& column : builders_) column.drop(rows_);
}

Result<void> TableWriter::flush() {
  if (rows_ == 0) return {};
  Batch batch;
  batch.rows = rows_;
  batch.columns.reserve(builders_.size());
  for (auto& column : builders_) batch.columns.push_back(column.take(rows_));
  batch.is_numbered = context_.record.has_value();
  if (batch.is_numbered) batch.columns.push_back(records_.take(rows_));
  rows_ = 0;
  DECANT_TRY(hold(0));
  return context_.store.add(name_, builder_names_, std::move(batch));
}

Result<void> TableWriter::finish() {
  DECANT_TRY(flush());
  if (!has_rows_) return {};
  for (const auto& column : table_->columns()) {
    if (column.is_complete() || column.is_nullable()) continue;
    return column_error(
        column.name, "must have values, but no record of this table has it, so that its type is not known",
        "Correct the primary_key, merge_key or columns of the resource, or give the column a data_type.", nullptr);
  }
  json::Value& normalizer = table_->properties()["x-normalizer"];
  normalizer.erase("evolve-columns-once");
  normalizer["seen-data"] = true;
  return {};
}

std::unexpected<Error> TableWriter::column_error(const std::string& column, const std::string& problem,
                                                 std::string hint, const json::Node* value) const {
  Error error{.kind = ErrorKind::source_data,
              .message = "column \"" + column + "\" of table \"" + name_ + "\": " + problem,
              .hint = std::move(hint),
              .details = {},
              .context = {}};
  if (value != nullptr) error.details.json_path = context_.findings.path_of(*value);
  return fail(std::move(error));
}

}  // namespace decant::normalize
