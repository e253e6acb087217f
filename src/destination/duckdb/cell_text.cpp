#include "destination/duckdb/cell_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "core/time.h"
#include "destination/duckdb/decimal.h"
#include "json/write.h"

namespace decant::destination {

namespace {

using duckdb::Int128;
using duckdb::TypeId;
using duckdb::UInt128;
using duckdb::VectorView;
using CellKind = QueryResult::CellKind;

constexpr std::int64_t kMillisPerSecond = 1'000;
constexpr std::int64_t kNanosPerSecond = 1'000'000'000;
constexpr std::int64_t kSecondsPerDay = 86'400;

std::string two(std::int64_t value) {
  const std::string digits = std::to_string(value);
  return digits.size() < 2 ? "0" + digits : digits;
}

std::string padded(std::int64_t value, std::size_t width) {
  std::string digits = std::to_string(value);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return digits;
}

std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
  const std::int64_t quotient = value / by;
  return value % by < 0 ? quotient - 1 : quotient;
}

std::string date_text(std::int64_t days) {
  const auto date = civil_from_days(days);
  const std::string sign = date.year < 0 ? "-" : "";
  return sign + padded(std::abs(std::int64_t{date.year}), 4) + "-" + two(date.month) + "-" + two(date.day);
}

/// `03:04:05.001`; `fraction` is below `per_second`, a power of ten.
std::string clock_text(std::int64_t seconds, std::int64_t fraction, std::int64_t per_second) {
  std::string text = two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60);
  if (fraction != 0) text += "." + padded(fraction, std::to_string(per_second).size() - 1);
  return text;
}

std::string timestamp_text(std::int64_t value, std::int64_t per_second) {
  constexpr std::int64_t kInfinity = std::numeric_limits<std::int64_t>::max();
  if (value == kInfinity) return "infinity";
  if (value == -kInfinity) return "-infinity";
  const std::int64_t seconds = floor_divide(value, per_second);
  const std::int64_t days = floor_divide(seconds, kSecondsPerDay);
  return date_text(days) + "T" + clock_text(seconds - days * kSecondsPerDay, value - seconds * per_second, per_second);
}

std::string date_or_infinity(std::int32_t days) {
  constexpr std::int32_t kInfinity = std::numeric_limits<std::int32_t>::max();
  if (days == kInfinity) return "infinity";
  return days == -kInfinity ? "-infinity" : date_text(days);
}

std::string real_text(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  std::string text;
  json::append_real(value, text);
  return text;
}

/// With the digits that tell the float apart, not those of the double that equals it.
std::string float_text(float value) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  double same_digits = value;
  std::from_chars(digits.data(), end, same_digits);
  return real_text(same_digits);
}

std::string signed_text(Int128 value) { return format_decimal(value, 0); }

Int128 integer_at(const VectorView& column, TypeId id, std::size_t row) {
  switch (id) {
    case TypeId::tinyint: return column.at<std::int8_t>(row);
    case TypeId::smallint: return column.at<std::int16_t>(row);
    case TypeId::integer: return column.at<std::int32_t>(row);
    case TypeId::bigint: return column.at<std::int64_t>(row);
    case TypeId::utinyint: return column.at<std::uint8_t>(row);
    case TypeId::usmallint: return column.at<std::uint16_t>(row);
    case TypeId::uinteger: return column.at<std::uint32_t>(row);
    case TypeId::ubigint: return column.at<std::uint64_t>(row);
    default: return column.at<Int128>(row);
  }
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

std::string uuid_text(Int128 stored) {
  const auto bits = static_cast<UInt128>(stored) ^ (UInt128{1} << 127);
  std::string bytes;
  for (int shift = 120; shift >= 0; shift -= 8)
    bytes += static_cast<char>(static_cast<unsigned char>(bits >> shift & 255));
  std::string text = hex(bytes);
  for (const std::size_t at : {20U, 16U, 12U, 8U}) text.insert(at, 1, '-');
  return text;
}

std::string interval_text(const duckdb::IntervalSlot& interval) {
  std::string text;
  const auto add = [&](std::int64_t count, std::string_view unit) {
    if (count == 0) return;
    if (!text.empty()) text += ' ';
    text.append(std::to_string(count)).append(" ").append(unit).append(count == 1 ? "" : "s");
  };
  add(interval.months / 12, "year");
  add(interval.months % 12, "month");
  add(interval.days, "day");
  if (interval.micros == 0 && !text.empty()) return text;
  if (!text.empty()) text += ' ';
  const std::int64_t magnitude = std::abs(interval.micros);
  return text + (interval.micros < 0 ? "-" : "") +
         clock_text(magnitude / kMicrosPerSecond, magnitude % kMicrosPerSecond, kMicrosPerSecond);
}

void append_json(const VectorView& column, std::size_t row, std::string& out);

void append_elements(const VectorView& elements, std::uint64_t first, std::uint64_t count, std::string& out) {
  out += '[';
  for (std::uint64_t i = 0; i < count; ++i) {
    if (i != 0) out += ',';
    append_json(elements, first + i, out);
  }
  out += ']';
}

void append_structure(const VectorView& column, std::size_t row, std::string& out) {
  const auto& members = column.type().children;
  out += '{';
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i != 0) out += ',';
    json::append_string(members[i].name, out);
    out += ':';
    append_json(column.child(i), row, out);
  }
  out += '}';
}

/// JSON has text keys only: other keys become their text.
void append_map(const VectorView& column, std::size_t row, std::string& out) {
  const auto slot = column.at<duckdb::ListSlot>(row);
  const VectorView entries = column.child(0);
  out += '{';
  for (std::uint64_t i = 0; i < slot.length; ++i) {
    if (i != 0) out += ',';
    json::append_string(cell_text(entries.child(0), slot.offset + i).value_or("null"), out);
    out += ':';
    append_json(entries.child(1), slot.offset + i, out);
  }
  out += '}';
}

void append_nested(const VectorView& column, std::size_t row, std::string& out) {
  switch (column.type().id) {
    case TypeId::list: {
      const auto slot = column.at<duckdb::ListSlot>(row);
      return append_elements(column.child(0), slot.offset, slot.length, out);
    }
    case TypeId::array: {
      const std::uint64_t size = column.type().array_size;
      return append_elements(column.child(0), row * size, size, out);
    }
    case TypeId::structure: return append_structure(column, row, out);
    case TypeId::map: return append_map(column, row, out);
    default: return append_json(column.child(1U + column.child(0).at<std::uint8_t>(row)), row, out);
  }
}

bool is_nested(TypeId id) {
  return id == TypeId::list || id == TypeId::array || id == TypeId::structure || id == TypeId::map ||
         id == TypeId::variant_union;
}

void append_json(const VectorView& column, std::size_t row, std::string& out) {
  const bool is_null = !column.is_valid(row);
  if (!is_null && is_nested(column.type().id)) {
    append_nested(column, row, out);
    return;
  }
  const std::string text = is_null ? "null" : cell_text(column, row).value_or("");
  if (!is_null && cell_kind(column.type()) == CellKind::text) {
    json::append_string(text, out);
  } else {
    // JSON has no such numbers.
    out += text == "nan" || text.ends_with("inf") ? "null" : text;
  }
}

std::string scalar_text(const VectorView& column, std::size_t row) {
  const auto& type = column.type();
  switch (type.id) {
    case TypeId::boolean: return column.at<std::uint8_t>(row) != 0 ? "true" : "false";
    case TypeId::uhugeint: return format_integer(column.at<UInt128>(row));
    case TypeId::real: return float_text(column.at<float>(row));
    case TypeId::double_real: return real_text(column.at<double>(row));
    case TypeId::decimal: return format_decimal(integer_at(column, type.storage, row), type.scale);
    case TypeId::varchar: return std::string(column.text(row));
    case TypeId::blob: return "\\x" + hex(column.text(row));
    case TypeId::date: return date_or_infinity(column.at<std::int32_t>(row));
    case TypeId::time: {
      const auto micros = column.at<std::int64_t>(row);
      return clock_text(micros / kMicrosPerSecond, micros % kMicrosPerSecond, kMicrosPerSecond);
    }
    case TypeId::timestamp: return timestamp_text(column.at<std::int64_t>(row), kMicrosPerSecond);
    case TypeId::timestamp_s: return timestamp_text(column.at<std::int64_t>(row), 1);
    case TypeId::timestamp_ms: return timestamp_text(column.at<std::int64_t>(row), kMillisPerSecond);
    case TypeId::timestamp_ns: return timestamp_text(column.at<std::int64_t>(row), kNanosPerSecond);
    case TypeId::timestamp_tz: return timestamp_text(column.at<std::int64_t>(row), kMicrosPerSecond) + "+00:00";
    case TypeId::interval: return interval_text(column.at<duckdb::IntervalSlot>(row));
    case TypeId::uuid: return uuid_text(column.at<Int128>(row));
    case TypeId::enumeration: {
      const auto index = static_cast<std::size_t>(integer_at(column, type.storage, row));
      return index < type.labels.size() ? type.labels[index] : "";
    }
    case TypeId::other: return "(" + type.name() + ")";
    default: return signed_text(integer_at(column, type.id, row));
  }
}

}  // namespace

CellKind cell_kind(const duckdb::Type& type) {
  if (is_nested(type.id) || (type.id == TypeId::varchar && type.alias == "JSON")) return CellKind::json;
  if (type.id == TypeId::boolean) return CellKind::boolean;
  if (type.id < TypeId::varchar) return CellKind::number;
  return CellKind::text;
}

std::optional<std::string> cell_text(const VectorView& column, std::size_t row) {
  if (!column.is_valid(row)) return std::nullopt;
  if (!is_nested(column.type().id)) return scalar_text(column, row);
  std::string text;
  append_nested(column, row, text);
  return text;
}

}  // namespace decant::destination
