#include "destination/filesystem/csv_lines.h"

#include <bit>
#include <string_view>

#include "core/utf8.h"
#include "destination/batch_check.h"
#include "destination/filesystem/value_text.h"
#include "normalize/python_number.h"

namespace decant::destination {

namespace {

using schema::DataType;

/// `"text"`, quotes in it doubled.
void append_quoted(std::string_view text, std::string& out) {
  out += '"';
  for (auto quote = text.find('"'); quote != std::string_view::npos; quote = text.find('"')) {
    out += text.substr(0, quote + 1);
    out += '"';
    text.remove_prefix(quote + 1);
  }
  out += text;
  out += '"';
}

}  // namespace

CsvLines::CsvLines(const schema::Table& table) : table_(table) {
  for (std::size_t i = 0; i < table.columns().size(); ++i) {
    const auto& column = table.columns()[i];
    if (!column.data_type) continue;
    if (!fields_.empty()) text_ += ',';
    append_quoted(column.name, text_);
    fields_.push_back({.position = i, .has_zone = column.timezone.value_or(true)});
  }
  text_ += '\n';
}

Result<void> CsvLines::append_value(const normalize::ColumnData& column, std::size_t row, const Field& field) {
  switch (column.type) {
    case DataType::bigint: append_integer(column.fixed[row], text_); return {};
    case DataType::real: normalize::append_python_real(std::bit_cast<double>(column.fixed[row]), text_); return {};
    case DataType::boolean: text_ += column.fixed[row] != 0 ? "True" : "False"; return {};
    case DataType::decimal:
    case DataType::wei: text_ += column.text(row); return {};
    case DataType::text:
    case DataType::json: append_quoted(column.text(row), text_); return {};
    case DataType::binary:
      if (!is_utf8(column.text(row))) {
        return fail(ErrorKind::destination,
                    "column " + table_.columns()[field.position].name + " has bytes that are no text, as CSV needs it",
                    "load the table as parquet or jsonl: `file_format`");
      }
      append_quoted(column.text(row), text_);
      return {};
    default: break;
  }
  text_ += '"';
  switch (column.type) {
    case DataType::timestamp: append_instant(column.fixed[row], ' ', field.has_zone, text_); break;
    case DataType::date: append_date(column.fixed[row], text_); break;
    default: append_clock(column.fixed[row], text_);
  }
  text_ += '"';
  return {};
}

Result<void> CsvLines::append_row(const normalize::Batch& batch, std::size_t row) {
  for (const auto& field : fields_) {
    if (&field != fields_.data()) text_ += ',';
    const auto* const column = values_of(batch, field.position);
    if (column == nullptr || !column->is_valid(row)) {
      text_ += R"("")";
    } else {
      DECANT_TRY(append_value(*column, row, field));
    }
  }
  text_ += '\n';
  return {};
}

Result<void> CsvLines::write(const normalize::Batch& batch, const Take& take) {
  constexpr std::size_t kTakeBytes = std::size_t{256} << 10;
  DECANT_TRY(check_batch(batch, table_));
  for (std::size_t row = 0; row < batch.rows; ++row) {
    DECANT_TRY(append_row(batch, row));
    if (text_.size() < kTakeBytes && row + 1 < batch.rows) continue;
    DECANT_TRY(take(text_));
    text_.clear();
  }
  return {};
}

}  // namespace decant::destination
