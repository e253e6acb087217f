#include "destination/duckdb/column_writer.h"

#include <cstring>
#include <limits>
#include <utility>

#include "destination/duckdb/decimal.h"
#include "destination/shown_value.h"
#include "duckdb/vector.h"

namespace decant::destination {

namespace {

using duckdb::TypeId;
using normalize::ColumnData;
using schema::DataType;

/// The type whose elements any value of this data type can be written as.
TypeId nearest(DataType type) {
  switch (type) {
    case DataType::bigint: return TypeId::bigint;
    case DataType::real: return TypeId::double_real;
    case DataType::boolean: return TypeId::boolean;
    case DataType::timestamp: return TypeId::timestamp_tz;
    case DataType::date: return TypeId::date;
    case DataType::time: return TypeId::time;
    case DataType::binary: return TypeId::blob;
    default: return TypeId::varchar;
  }
}

bool holds_integers(TypeId id) {
  return id == TypeId::bigint || id == TypeId::tinyint || id == TypeId::smallint || id == TypeId::integer ||
         id == TypeId::hugeint;
}

void write_texts(const ColumnData& column, std::size_t first, std::size_t count, void* elements) {
  auto* const slots = static_cast<duckdb::StringSlot*>(elements);
  const char* const bytes = column.bytes.data();
  const std::uint32_t* const offsets = column.offsets.data() + first;
  for (std::size_t i = 0; i < count; ++i) slots[i].set({bytes + offsets[i], offsets[i + 1] - offsets[i]});
}

}  // namespace

ColumnWriter::ColumnWriter(DataType type, duckdb::Type stored, std::string name)
    : type_(type), stored_(std::move(stored)), name_(std::move(name)) {
  if (is_direct()) return;
  cast_from_ = nearest(type_);
  // These casts know nothing of zones; the instants are UTC.
  if (stored_.id == TypeId::timestamp_s || stored_.id == TypeId::timestamp_ms || stored_.id == TypeId::timestamp_ns) {
    if (type_ == DataType::timestamp) cast_from_ = TypeId::timestamp;
  }
  stored_ = {};
  stored_.id = *cast_from_;
}

bool ColumnWriter::is_direct() const {
  switch (type_) {
    case DataType::bigint: return holds_integers(stored_.id);
    case DataType::timestamp: return stored_.id == TypeId::timestamp || stored_.id == TypeId::timestamp_tz;
    case DataType::decimal:
    case DataType::wei: return stored_.id == TypeId::decimal;
    // Text goes through a cast into any type with a meaning of its own, so that JSON is checked to be JSON.
    case DataType::text: return stored_.id == TypeId::varchar && stored_.alias.empty();
    default: return stored_.id == nearest(type_);
  }
}

std::unexpected<Error> ColumnWriter::does_not_fit(std::string value) const {
  return fail(
      ErrorKind::destination,
      "a value does not fit column " + name_ + " of type " + stored_.name() + ": " + shown_value(std::move(value)),
      "give the column a type that holds it, by a hint, before the table is made");
}

template <typename T>
Result<void> ColumnWriter::write_narrow(const ColumnData& column, std::size_t first, std::size_t count,
                                        void* elements) const {
  auto* const out = static_cast<T*>(elements);
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t value = column.fixed[first + i];
    if (value < std::numeric_limits<T>::min() || value > std::numeric_limits<T>::max()) {
      return does_not_fit(std::to_string(value) + (type_ == DataType::date ? " days since 1970-01-01" : ""));
    }
    out[i] = static_cast<T>(value);
  }
  return {};
}

template <typename T>
Result<void> ColumnWriter::write_decimals_as(const ColumnData& column, std::size_t first, std::size_t count,
                                             void* elements) const {
  auto* const out = static_cast<T*>(elements);
  for (std::size_t i = 0; i < count; ++i) {
    if (!column.is_valid(first + i)) {
      out[i] = 0;
      continue;
    }
    const auto text = column.text(first + i);
    const auto value = parse_decimal(text, stored_.width, stored_.scale);
    if (!value) return does_not_fit(std::string(text));
    out[i] = static_cast<T>(*value);
  }
  return {};
}

Result<void> ColumnWriter::write_decimals(const ColumnData& column, std::size_t first, std::size_t count,
                                          void* elements) const {
  switch (stored_.storage) {
    case TypeId::smallint: return write_decimals_as<std::int16_t>(column, first, count, elements);
    case TypeId::integer: return write_decimals_as<std::int32_t>(column, first, count, elements);
    case TypeId::bigint: return write_decimals_as<std::int64_t>(column, first, count, elements);
    default: return write_decimals_as<duckdb::Int128>(column, first, count, elements);
  }
}

Result<void> ColumnWriter::write(const ColumnData& column, std::size_t first, std::size_t count, void* elements) const {
  switch (stored_.id) {
    case TypeId::boolean: return write_narrow<std::uint8_t>(column, first, count, elements);
    case TypeId::tinyint: return write_narrow<std::int8_t>(column, first, count, elements);
    case TypeId::smallint: return write_narrow<std::int16_t>(column, first, count, elements);
    case TypeId::integer:
    case TypeId::date: return write_narrow<std::int32_t>(column, first, count, elements);
    case TypeId::hugeint: {
      auto* const out = static_cast<duckdb::Int128*>(elements);
      for (std::size_t i = 0; i < count; ++i) out[i] = column.fixed[first + i];
      return {};
    }
    case TypeId::decimal: return write_decimals(column, first, count, elements);
    case TypeId::varchar:
    case TypeId::blob: write_texts(column, first, count, elements); return {};
    default:  // eight bytes that are the same on both sides
      std::memcpy(elements, column.fixed.data() + first, count * sizeof(std::int64_t));
      return {};
  }
}

}  // namespace decant::destination
