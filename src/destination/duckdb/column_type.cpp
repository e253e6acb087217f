#include "destination/duckdb/column_type.h"

#include "schema/decimal_size.h"

namespace decant::destination {

namespace {

std::unexpected<Error> no_such_size(const schema::Column& column, const std::string& what) {
  return fail(ErrorKind::schema, "DuckDB has no type for column " + column.name + ": " + what,
              "correct the precision or scale in the column hint");
}

Result<std::string> integer_type(const schema::Column& column) {
  const int bits = column.precision.value_or(64);
  if (bits <= 8) return "TINYINT";
  if (bits <= 16) return "SMALLINT";
  if (bits <= 32) return "INTEGER";
  if (bits <= 64) return "BIGINT";
  if (bits <= 128) return "HUGEINT";
  return no_such_size(column, "integer of " + std::to_string(bits) + " bits");
}

Result<std::string> timestamp_type(const schema::Column& column) {
  if (column.timezone.value_or(true)) return "TIMESTAMP WITH TIME ZONE";
  const int digits = column.precision.value_or(6);
  if (digits == 0) return "TIMESTAMP_S";
  if (digits <= 3) return "TIMESTAMP_MS";
  if (digits <= 6) return "TIMESTAMP";
  if (digits <= 9) return "TIMESTAMP_NS";
  return no_such_size(column, "timestamp with " + std::to_string(digits) + " fractional digits");
}

Result<std::string> decimal_type(const schema::Column& column) {
  const int precision = column.precision.value_or(schema::kDecimalPrecision);
  const int scale = column.scale.value_or(schema::kDecimalScale);
  const std::string size = "(" + std::to_string(precision) + "," + std::to_string(scale) + ")";
  if (precision < 1 || precision > schema::kDecimalPrecision || scale < 0 || scale > precision) {
    return no_such_size(column, "decimal" + size);
  }
  return "DECIMAL" + size;
}

}  // namespace

Result<std::string> duckdb_column_type(const schema::Column& column) {
  using schema::DataType;
  switch (column.data_type.value()) {
    case DataType::text: return "VARCHAR";
    case DataType::real: return "DOUBLE";
    case DataType::boolean: return "BOOLEAN";
    case DataType::timestamp: return timestamp_type(column);
    case DataType::bigint: return integer_type(column);
    case DataType::binary: return "BLOB";
    case DataType::json: return "JSON";
    case DataType::decimal: return decimal_type(column);
    case DataType::wei: return "DECIMAL(38,0)";
    case DataType::date: return "DATE";
    case DataType::time: return "TIME";
  }
  return fail(ErrorKind::internal, "unknown data type of column " + column.name);
}

}  // namespace decant::destination
