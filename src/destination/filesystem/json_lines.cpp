#include "destination/filesystem/json_lines.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>

#include "core/hash.h"
#include "core/time.h"
#include "destination/batch_check.h"
#include "json/write.h"

namespace decant::destination {

namespace {

using normalize::ColumnData;
using schema::DataType;

void append_integer(std::int64_t value, std::string& out) {
  std::array<char, 24> digits{};
  out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
}

/// `value` in `width` digits.
void append_padded(std::int64_t value, std::size_t width, std::string& out) {
  const std::size_t begin = out.size();
  out.append(width, '0');
  for (std::size_t at = begin + width; at > begin && value > 0; value /= 10)
    out[--at] = static_cast<char>('0' + value % 10);
}

void append_date(std::int64_t days, std::string& out) {
  constexpr int kMostOfFourDigits = 9999;
  const CivilDate date = civil_from_days(days);
  if (date.year < 0 || date.year > kMostOfFourDigits) {
    append_integer(date.year, out);
  } else {
    append_padded(date.year, 4, out);
  }
  out += '-';
  append_padded(date.month, 2, out);
  out += '-';
  append_padded(date.day, 2, out);
}

void append_clock(std::int64_t micros, std::string& out) {
  const std::int64_t seconds = micros / kMicrosPerSecond;
  append_padded(seconds / 3600, 2, out);
  out += ':';
  append_padded(seconds / 60 % 60, 2, out);
  out += ':';
  append_padded(seconds % 60, 2, out);
  if (micros % kMicrosPerSecond == 0) return;
  out += '.';
  append_padded(micros % kMicrosPerSecond, 6, out);
}

void append_instant(Micros instant, bool has_zone, std::string& out) {
  std::int64_t days = instant / kMicrosPerDay;
  if (instant % kMicrosPerDay < 0) --days;
  append_date(days, out);
  out += 'T';
  append_clock(instant - days * kMicrosPerDay, out);
  if (has_zone) out += "+00:00";
}

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
    case DataType::timestamp: append_instant(column.fixed[row], has_zone, out); break;
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
