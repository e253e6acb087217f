// The part of TableWriter that changes the schema: new columns and tables as the contract allows them, and what columns
// ask of values.

#include <algorithm>
#include <utility>

#include "normalize/table_writer.h"

namespace decant::normalize {

using schema::Column;
using schema::ContractEntity;
using schema::ContractMode;
using schema::ContractVerdict;
using schema::DataType;

/// Learns which columns must have values.
void TableWriter::open() {
  is_open_ = true;
  if (!context_.requires_values) return;
  for (const auto& column : table_->columns()) {
    if (must_have_value(column)) required_.push_back(slot(column.name));
  }
}

/// Whether null has no place in a column: its hints say so, or rows are told apart by it. Two rows without a key would
/// have the same row id, and none would ever be found again.
bool TableWriter::must_have_value(const Column& column) const {
  if (schema::is_system_name(column.name)) return false;
  return !column.is_nullable() || (column.primary_key && goes_by_key());
}

bool TableWriter::goes_by_key() const {
  if (table_ == nullptr || !table_->is_root()) return false;
  const std::string strategy = context_.schema.merge_strategy_of(*table_);
  return strategy == "upsert" || strategy == "insert-only";
}

std::unexpected<Error> TableWriter::no_value(const std::string& column, std::string_view instead,
                                             const json::Node* value) const {
  const Column* const known = table_ == nullptr ? nullptr : table_->find(column);
  const bool is_key = known != nullptr && known->primary_key && goes_by_key();
  return column_error(column, "must have a value, but the record has " + std::string(instead),
                      is_key
                          ? "Correct the primary_key of the resource, leave such records out by a `filter`, or merge "
                            "by the strategy delete-insert and set nullable: true for that column: records without "
                            "a key are added then, each time anew."
                          : "Correct the primary_key or columns of the resource, or set nullable: true for that "
                            "column.",
                      value);
}

/// Learns what stands between a name's values and its column.
Result<void> TableWriter::prepare(Slot slot) {
  slots_[slot].is_prepared = true;
  if (context_.filter != nullptr) {
    DECANT_TRY(slots_[slot].is_excluded, context_.filter->removes(name_, slots_[slot].name));
  }
  const Column* column = table() == nullptr ? nullptr : table_->find(slots_[slot].name);
  if (column != nullptr) return read_hints(slot, *column);
  return {};
}

Result<void> TableWriter::read_hints(Slot slot, const Column& column) {
  SlotState& state = slots_[slot];
  state.null_texts.clear();
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
  HotSlot& hot = hot_[slot];
  hot.allows_null = column.is_complete() && column.is_nullable();
  state.is_plain =
      context_.coerces && column.is_complete() && !state.is_excluded && state.null_texts.empty() && !state.zone;
  if (state.is_plain) builder(slot, *column.data_type);
  hot.is_plain = state.is_plain && state.types.contains(*column.data_type);
  if (context_.requires_values && must_have_value(column) &&
      std::find(required_.begin(), required_.end(), slot) == required_.end())
    required_.push_back(slot);
  return {};
}

Result<bool> TableWriter::keeps_json(Slot slot) {
  SlotState& state = slots_[slot];
  if (state.keeps_json == Answer::unknown) {
    const Column* column = table() == nullptr ? nullptr : table_->find(state.name);
    std::optional<DataType> type = column == nullptr ? std::nullopt : column->data_type;
    if (!type) {
      DECANT_TRY(type, context_.schema.settings().preferred_type(state.name));
    }
    state.keeps_json = type == DataType::json ? Answer::yes : Answer::no;
  }
  return state.keeps_json == Answer::yes;
}

std::string TableWriter::map_key(Slot slot) {
  const Column* column = table() == nullptr ? nullptr : table_->find(slots_[slot].name);
  const json::Value* hint = column == nullptr ? nullptr : column->other.find("x-decant-map");
  if (hint == nullptr) return {};
  if (hint->is_string()) return hint->as_string();
  return column->other.bool_or("x-decant-map", false) ? "key" : "";
}

/// Whether the contract leaves the row out because of a name in it.
Result<bool> TableWriter::leaves_out_row() {
  if (left_out_) {
    context_.findings.add(FindingKind::row_discarded, name_, {}, left_out_,
                          row_.empty() ? nullptr : &row_.front().value);
    return true;
  }
  for (const RowValue& entry : row_) {
    const SlotState& state = slots_[entry.slot];
    if (!state.verdict || state.verdict->mode != ContractMode::discard_row) continue;
    context_.findings.add(FindingKind::row_discarded, name_, state.name, state.verdict, &entry.value);
    return true;
  }
  return false;
}

Result<void> TableWriter::check_null(Slot slot) {
  SlotState& state = slots_[slot];
  state.has_null = true;
  const Column* column = table() == nullptr ? nullptr : table_->find(state.name);
  bool may_be_null = column == nullptr || !column->is_complete() || column->is_nullable();
  if (column == nullptr) {
    DECANT_TRY(const bool not_null, context_.schema.settings().has_default_hint("not_null", state.name));
    may_be_null = !not_null;
  }
  if (may_be_null) {
    if (state.null_texts.empty() && !state.is_excluded) hot_[slot].allows_null = true;
    return {};
  }
  return no_value(state.name, "null", nullptr);
}

Result<void> TableWriter::check_required() {
  for (const Slot slot : required_) {
    const auto& state = slots_[slot];
    if (hot_[slot].builder != kNone && builders_[hot_[slot].builder].has(rows_)) continue;
    const Column* column = table_->find(state.name);
    if (column != nullptr && !must_have_value(*column)) continue;
    return no_value(state.name, value_of(slot) == nullptr ? "none" : "null",
                    row_.empty() ? nullptr : &row_.front().value);
  }
  return {};
}

Result<schema::Contract> TableWriter::contract() {
  if (!contract_) {
    DECANT_TRY(contract_, context_.schema.contract_for(table() == nullptr && !parent_.empty() ? parent_ : name_));
    if (context_.type_change_fails) contract_->data_type = ContractMode::freeze;
  }
  return *contract_;
}

/// Asks the contract for a new or changed column, and makes it if it may be. False: the value, the row or the table is
/// left out.
Result<bool> TableWriter::admit(Slot slot, const Column& column, const json::Node& value) {
  DECANT_TRY(const auto contract, this->contract());
  if (!contract.evolves()) {
    if (!is_new_) is_new_ = table() == nullptr || schema::is_new_table(*table_);
    if (*is_new_) {
      const auto verdict = schema::judge_table(contract);
      if (!verdict.allows()) return apply(verdict, slot, value);
    }
    const auto verdict = schema::judge_column(contract, *is_new_ ? nullptr : table_, column);
    if (!verdict.allows()) return apply(verdict, slot, value);
  }
  DECANT_TRY(commit(slot, column));
  return true;
}

Result<bool> TableWriter::apply(const ContractVerdict& verdict, Slot slot, const json::Node& value) {
  const bool whole_table = verdict.entity == ContractEntity::tables;
  const std::string column = whole_table ? "" : slots_[slot].name;
  if (verdict.mode == ContractMode::freeze) {
    context_.findings.add(FindingKind::refused, name_, column, verdict, &value);
    Error error = schema::contract_error(verdict, name_, column, whole_table ? "a new table" : "a new column or type");
    error.details.json_path = context_.findings.path_of(value);
    return fail(std::move(error));
  }
  if (!whole_table) {
    slots_[slot].verdict = verdict;
    hot_[slot].is_plain = false;
    has_verdicts_ = true;
    if (verdict.mode == ContractMode::discard_value) {
      context_.findings.add(FindingKind::value_discarded, name_, column, verdict, &value);
      return false;
    }
  } else {
    left_out_ = verdict;
  }
  context_.findings.add(FindingKind::row_discarded, name_, column, verdict, &value);
  takes_back_ = true;
  return false;
}

Result<void> TableWriter::commit(Slot slot, Column column) {
  schema::Table partial(name_);
  if (table() == nullptr) {
    if (!parent_.empty()) partial.properties()["parent"] = parent_;
  } else {
    if (!table_->is_root()) partial.properties()["parent"] = table_->parent();
    // What was said of the column before its type was known holds.
    if (const Column* hinted = table_->find(column.name)) column.merge(*hinted);
  }
  const std::string name = column.name;
  partial.add(std::move(column));
  DECANT_TRY(table_, context_.schema.update(partial, schema::CompoundHints::add));
  slots_[slot].keeps_json = Answer::unknown;
  return read_hints(slot, *table_->find(name));
}

/// A value of a column that must have one went to a variant. Rows stay unique by their row id, so the column may be
/// null from now on; but merging goes by the key itself.
Result<void> TableWriter::relax(Slot slot, const json::Node& value) {
  const std::string& name = slots_[slot].name;
  const auto index = table_->index_of(name);
  const Column& column = table_->columns()[*index];
  if (takes_back_ || column.is_nullable() || !context_.requires_values) return {};
  const bool merges = !context_.schema.merge_strategy_of(context_.schema.root_of(*table_)).empty();
  if (merges && (column.primary_key || column.merge_key))
    return column_error(name,
                        "is a key by which rows are merged, and a value of another type, " +
                            std::string(json::to_string(value.kind())) + ", does not go into it",
                        "Give the column a data_type that takes both, for instance text.", &value);
  table_->column(*index).nullable = true;
  hot_[slot].allows_null = true;
  context_.findings.add(FindingKind::nullable_key, name_, name, {}, &value);
  return {};
}

}  // namespace decant::normalize
