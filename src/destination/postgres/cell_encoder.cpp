#include "destination/postgres/cell_encoder.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/time.h"
#include "destination/postgres/big_endian.h"
#include "destination/postgres/numeric_binary.h"
#include "destination/postgres/type_oid.h"
#include "destination/shown_value.h"

namespace decant::destination {

namespace {

using schema::DataType;

/// PostgreSQL counts from 2000-01-01.
constexpr std::int64_t kEpochDays = 10'957;
constexpr std::int64_t kEpochMicros = kEpochDays * kMicrosPerDay;
constexpr char kJsonbVersion = 1;

/// PostgreSQL's texts hold no NUL character; it is left out, as dlt does.
void append_without_nul(std::string_view text, std::string& out) {
  if (text.find('\0') == std::string_view::npos) {
    out.append(text);
    return;
  }
  std::copy_if(text.begin(), text.end(), std::back_inserter(out), [](char c) { return c != '\0'; });
}

/// Neither does jsonb: the escape `\u0000` is left out where it is one (an even number of backslashes before it).
void append_json(std::string_view text, std::string& out) {
  for (std::size_t begin = 0; begin < text.size();) {
    const auto backslash = std::min(text.find('\\', begin), text.size());
    out.append(text.substr(begin, backslash - begin));
    if (backslash == text.size()) return;
    const bool is_nul = text.substr(backslash).starts_with("\\u0000");
    if (!is_nul) out.append(text.substr(backslash, 2));
    begin = backslash + (is_nul ? 6 : 2);
  }
}

/// The length before what `write` appends.
template <typename Write>
void append_sized(std::string& out, Write write) {
  const std::size_t at = out.size();
  append_big_endian<std::int32_t>(0, out);
  write();
  std::string size;
  append_big_endian(static_cast<std::int32_t>(out.size() - at - sizeof(std::int32_t)), size);
  out.replace(at, size.size(), size);
}

}  // namespace

void append_null(std::string& out) { append_big_endian<std::int32_t>(-1, out); }

bool CellEncoder::form_of(DataType type, std::uint32_t oid, Form& form) {
  const auto is = [&](std::initializer_list<std::uint32_t> oids, Form as) {
    if (std::find(oids.begin(), oids.end(), oid) == oids.end()) return false;
    form = as;
    return true;
  };
  switch (type) {
    case DataType::text: return is({kVarcharOid, kTextOid, kBpcharOid}, Form::text);
    case DataType::json: return is({kJsonbOid}, Form::jsonb) || is({kJsonOid, kVarcharOid, kTextOid}, Form::text);
    case DataType::binary: return is({kByteaOid}, Form::bytes);
    case DataType::boolean: return is({kBoolOid}, Form::boolean);
    case DataType::bigint:
      return is({kInt8Oid}, Form::int64) || is({kInt4Oid}, Form::int32) || is({kInt2Oid}, Form::int16);
    case DataType::real: return is({kFloat8Oid}, Form::real);
    case DataType::decimal:
    case DataType::wei: return is({kNumericOid}, Form::numeric) || is({kVarcharOid, kTextOid}, Form::text);
    case DataType::timestamp: return is({kTimestamptzOid, kTimestampOid}, Form::instant);
    case DataType::date: return is({kDateOid}, Form::date);
    case DataType::time: return is({kTimeOid}, Form::time);
  }
  return false;
}

Result<CellEncoder> CellEncoder::make(DataType type, std::uint32_t oid, std::string name) {
  Form form{};
  if (form_of(type, oid, form)) return CellEncoder(form, std::move(name));
  return fail(ErrorKind::destination,
              "column " + name + " has another type in the database: values of type " + std::string(to_string(type)) +
                  " do not go into it",
              "drop or convert the column there, or give it a hint of the type that it has");
}

std::unexpected<Error> CellEncoder::does_not_fit(std::string value) const {
  return fail(ErrorKind::destination, "a value does not fit column " + name_ + ": " + shown_value(std::move(value)),
              "give the column a type that holds it, by a hint, before the table is made");
}

template <typename Integer>
Result<void> CellEncoder::append_integer(std::int64_t value, std::string& out) const {
  if (value < std::numeric_limits<Integer>::min() || value > std::numeric_limits<Integer>::max())
    return does_not_fit(std::to_string(value));
  append_big_endian(static_cast<std::int32_t>(sizeof(Integer)), out);
  append_big_endian(static_cast<Integer>(value), out);
  return {};
}

Result<void> CellEncoder::append_numeric_of(const normalize::ColumnData& column, std::size_t row,
                                            std::string& out) const {
  bool is_numeric = false;
  append_sized(out, [&] { is_numeric = append_numeric(column.text(row), out); });
  if (!is_numeric) return does_not_fit(std::string(column.text(row)));
  return {};
}

Result<void> CellEncoder::append(const normalize::ColumnData& column, std::size_t row, std::string& out) const {
  switch (form_) {
    case Form::bytes: append_sized(out, [&] { out.append(column.text(row)); }); return {};
    case Form::text: append_sized(out, [&] { append_without_nul(column.text(row), out); }); return {};
    case Form::jsonb:
      append_sized(out, [&] {
        out += kJsonbVersion;
        append_json(column.text(row), out);
      });
      return {};
    case Form::boolean: return append_integer<std::int8_t>(column.fixed[row], out);
    case Form::int16: return append_integer<std::int16_t>(column.fixed[row], out);
    case Form::int32: return append_integer<std::int32_t>(column.fixed[row], out);
    case Form::int64:
    case Form::real:
    case Form::time: return append_integer<std::int64_t>(column.fixed[row], out);
    case Form::instant: return append_integer<std::int64_t>(column.fixed[row] - kEpochMicros, out);
    case Form::date: return append_integer<std::int32_t>(column.fixed[row] - kEpochDays, out);
    case Form::numeric: return append_numeric_of(column, row, out);
  }
  return {};
}

}  // namespace decant::destination
