#include "destination/postgres/column_type.h"

namespace decant::destination {

namespace {

constexpr int kDecimalPrecision = 38;
constexpr int kDecimalScale = 9;
constexpr int kMaxTimePrecision = 6;
constexpr int kMaxDecimalPrecision = 1000;

std::unexpected<Error> no_such_size(const schema::Column& column, const std::string& what) {
  return fail(ErrorKind::schema, "PostgreSQL has no type for column " + column.name + ": " + what,
              "correct the precision or scale in the column hint");
}

Result<std::string> integer_type(const schema::Column& column) {
  const int bits = column.precision.value_or(64);
  if (bits <= 16) return "smallint";
  if (bits <= 32) return "integer";
  if (bits <= 64) return "bigint";
  return no_such_size(column, "integer of " + std::to_string(bits) + " bits");
}

/// `name`, the precision of its fractions where it has one, and whether it knows zones.
Result<std::string> time_type(const schema::Column& column, const std::string& name, bool has_zone) {
  const std::string zone = has_zone ? " with time zone" : " without time zone";
  if (!column.precision) return name + zone;
  if (*column.precision < 0 || *column.precision > kMaxTimePrecision)
    return no_such_size(column, name + " with " + std::to_string(*column.precision) + " fractional digits");
  return name + " (" + std::to_string(*column.precision) + ")" + zone;
}

Result<std::string> decimal_type(const schema::Column& column) {
  const int precision = column.precision.value_or(kDecimalPrecision);
  const int scale = column.scale.value_or(kDecimalScale);
  const std::string size = "(" + std::to_string(precision) + "," + std::to_string(scale) + ")";
  if (precision < 1 || precision > kMaxDecimalPrecision || scale < 0 || scale > precision)
    return no_such_size(column, "numeric" + size);
  return "numeric" + size;
}

}  // namespace

Result<std::string> postgres_column_type(const schema::Column& column) {
  using schema::DataType;
  switch (column.data_type.value()) {
    case DataType::text:
      return column.precision ? "varchar(" + std::to_string(*column.precision) + ")" : std::string("varchar");
    case DataType::real: return "double precision";
    case DataType::boolean: return "boolean";
    case DataType::timestamp: return time_type(column, "timestamp", column.timezone.value_or(true));
    case DataType::bigint: return integer_type(column);
    case DataType::binary: return "bytea";
    case DataType::json: return "jsonb";
    case DataType::decimal: return decimal_type(column);
    case DataType::wei: return "numeric(156,78)";
    case DataType::date: return "date";
    case DataType::time: return time_type(column, "time", false);
  }
  return fail(ErrorKind::internal, "unknown data type of column " + column.name);
}

}  // namespace decant::destination
