#include "destination/postgres/column_type.h"

#include "schema/decimal_size.h"

namespace decant::destination {

namespace {

constexpr int kMaxTimePrecision = 6;
constexpr int kMaxDecimalPrecision = 1000;

std::unexpected<Error> no_postgres_type(const schema::Column& column, const std::string& what) {
  return fail(ErrorKind::schema, "PostgreSQL has no type for column " + column.name + ": " + what,
              "correct the precision or scale in the column hint");
}

Result<std::string> postgres_integer(const schema::Column& column) {
  const int bits = column.precision.value_or(64);
  if (bits <= 16) return "smallint";
  if (bits <= 32) return "integer";
  if (bits <= 64) return "bigint";
  return no_postgres_type(column, "integer of " + std::to_string(bits) + " bits");
}

/// `name`, the precision of its fractions where it has one, and whether it knows zones.
Result<std::string> postgres_time(const schema::Column& column, const std::string& name, bool has_zone) {
  const std::string zone = has_zone ? " with time zone" : " without time zone";
  if (!column.precision) return name + zone;
  if (*column.precision < 0 || *column.precision > kMaxTimePrecision)
    return no_postgres_type(column, name + " with " + std::to_string(*column.precision) + " fractional digits");
  return name + " (" + std::to_string(*column.precision) + ")" + zone;
}

Result<std::string> postgres_numeric(const schema::Column& column) {
  const int precision = column.precision.value_or(schema::kDecimalPrecision);
  const int scale = column.scale.value_or(schema::kDecimalScale);
  const std::string size = "(" + std::to_string(precision) + "," + std::to_string(scale) + ")";
  if (precision < 1 || precision > kMaxDecimalPrecision || scale < 0 || scale > precision)
    return no_postgres_type(column, "numeric" + size);
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
    case DataType::timestamp: return postgres_time(column, "timestamp", column.timezone.value_or(true));
    case DataType::bigint: return postgres_integer(column);
    case DataType::binary: return "bytea";
    case DataType::json: return "jsonb";
    case DataType::decimal: return postgres_numeric(column);
    case DataType::wei: return "numeric(156,78)";
    case DataType::date: return "date";
    case DataType::time: return postgres_time(column, "time", false);
  }
  return fail(ErrorKind::internal, "unknown data type of column " + column.name);
}

}  // namespace decant::destination
