#include "destination/filesystem/json_lines.h"

#include <bit>
#include <cmath>

#include "core/hash.h"
#include "destination/batch_check.h"
#include "destination/filesystem/value_text.h"
#include "json/write.h"

namespace decant::destination {

namespace {

using normalize::ColumnData;
using schema::DataType;

/// JSON has no number for these; as texts they are not lost.
void append_number(double number, std::string& out) {
  if (std::isfinite(number)) {
    json::append_real(number, out);
  } else if (std::isnan(number)) {
    out += "\"NaN\"";
  } else {
    out += number > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  }
}

void append_value(const ColumnData& column, std::size_t row, bool has_zone, std::string& out) {
  switch (column.type) {
    case DataType::bigint: append_integer(column.fixed[row], out); return;
    case DataType::real: append_number(std::bit_cast<double>(column.fixed[row]), out); return;
    case DataType::boolean: out += column.fixed[row] != 0 ? "true" : "false"; return;
    case DataType::json: out += column.text(row); return;
    case DataType::text:
    case DataType::decimal:
    case DataType::wei: json::append_string(column.text(row), out); return;
    default: break;
  }
  out += '"';
  switch (column.type) {
    case DataType::timestamp: append_instant(column.fixed[row], 'T', has_zone, out); break;
    case DataType::date: append_date(column.fixed[row], out); break;
    case DataType::time: append_clock(column.fixed[row], out); break;
    default: out += base64_encode(column.text(row));
  }
  out += '"';
}

}  // namespace

JsonLines::JsonLines(const schema::Table& table) : table_(table) {
  for (std::size_t i = 0; i < table.columns().size(); ++i) {
    const auto& column = table.columns()[i];
    if (!column.data_type) continue;
    Field field{.position = i, .type = *column.data_type, .has_zone = column.timezone.value_or(true), .name = {}};
    json::append_string(column.name, field.name);
    field.name += ':';
    fields_.push_back(std::move(field));
  }
}

void JsonLines::find_fields(const normalize::Batch& batch) {
  present_.clear();
  for (const auto& field : fields_) {
    if (field.position < batch.columns.size() && !batch.columns[field.position].valid.empty())
      present_.push_back(&field);
  }
}

void JsonLines::append_row(const normalize::Batch& batch, std::size_t row) {
  text_ += '{';
  bool is_first = true;
  for (const Field* const field : present_) {
    const auto& column = batch.columns[field->position];
    if (!column.is_valid(row)) continue;
    if (!is_first) text_ += ',';
    is_first = false;
    text_ += field->name;
    append_value(column, row, field->has_zone, text_);
  }
  text_ += "}\n";
}

Result<void> JsonLines::write(const normalize::Batch& batch, const Take& take) {
  constexpr std::size_t kTakeBytes = std::size_t{256} << 10;
  DECANT_TRY(check_batch(batch, table_));
  find_fields(batch);
  text_.clear();
  for (std::size_t row = 0; row < batch.rows; ++row) {
    append_row(batch, row);
    if (text_.size() < kTakeBytes && row + 1 < batch.rows) continue;
    DECANT_TRY(take(text_));
    text_.clear();
  }
  return {};
}

}  // namespace decant::destination
