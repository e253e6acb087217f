#include "source/file/table_columns.h"

#include <optional>

#include "duckdb/quote.h"

namespace decant::source::file {

namespace {

using duckdb::quote_identifier;
using duckdb::quote_literal;
using duckdb::TypeId;
using Columns = std::vector<duckdb::Rows::Column>;

/// A double has 15 to 17 significant digits; a longer text would not come back as it was.
constexpr const char* kMostDigits = "17";
constexpr const char* kFraction = "'-?(0|[1-9][0-9]*)([.][0-9]+([eE][+-]?[0-9]+)?|[eE][+-]?[0-9]+)'";

constexpr const char* kIsoFormat = "'%Y-%m-%dT%H:%M:%S.%fZ'";

std::string call(std::string_view function, std::string_view arguments) {
  return std::string(function).append("(").append(arguments).append(")");
}

/// The value of a column as JSON takes it.
std::string json_value(const duckdb::Rows::Column& column) {
  const std::string name = quote_identifier(column.name);
  switch (column.type.id) {
    case TypeId::decimal:
    case TypeId::hugeint:
    case TypeId::uhugeint:
    case TypeId::interval: return "CAST(" + name + " AS VARCHAR)";
    case TypeId::blob: return call("base64", name);
    case TypeId::timestamp_tz: return call("strftime", name + " AT TIME ZONE 'UTC', " + kIsoFormat);
    case TypeId::timestamp:
    case TypeId::timestamp_s:
    case TypeId::timestamp_ms:
    case TypeId::timestamp_ns: return call("strftime", name + ", " + kIsoFormat);
    case TypeId::real:
    case TypeId::double_real:
      return "CASE WHEN isfinite(" + name + ") THEN to_json(" + name + ") ELSE to_json(CAST(" + name +
             " AS VARCHAR)) END";
    default: return name;
  }
}

template <typename ValueOf>
std::string object_with(const Columns& columns, const ValueOf& value_of) {
  std::string arguments;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) arguments += ", ";
    arguments += quote_literal(columns[i].name) + ", " + value_of(i);
  }
  return "CAST(" + call("json_object", arguments) + " AS VARCHAR)";
}

enum class TextKind { text, whole_number, number, truth };

/// Three truth values for each column: are all texts whole numbers, numbers, truth values.
std::string question_of(const Columns& columns, const std::string& table) {
  std::string question;
  for (const auto& column : columns) {
    const std::string name = quote_identifier(column.name);
    const std::string is_whole = "CAST(TRY_CAST(" + name + " AS BIGINT) AS VARCHAR) = " + name;
    const std::string is_fraction =
        "length(" + name + ") <= " + kMostDigits + " AND " + call("regexp_full_match", name + ", " + kFraction);
    const auto all = [&](const std::string& condition) {
      return "coalesce(bool_and(CASE WHEN " + name + " IS NOT NULL THEN coalesce(" + condition +
             ", false) END), false)";
    };
    question += (question.empty() ? "SELECT " : ", ") + all(is_whole) + ", " +
                all(is_whole + " OR (" + is_fraction + ")") + ", " + all("lower(" + name + ") IN ('true', 'false')");
  }
  return question + " FROM " + table;
}

std::string typed_text(const std::string& column, TextKind kind) {
  const std::string name = quote_identifier(column);
  switch (kind) {
    case TextKind::whole_number: return "CAST(" + name + " AS BIGINT)";
    case TextKind::number: return "CAST(" + name + " AS DOUBLE)";
    case TextKind::truth: return "CAST(" + name + " AS BOOLEAN)";
    case TextKind::text: break;
  }
  return name;
}

std::optional<schema::DataType> hinted_type(TypeId type) {
  switch (type) {
    case TypeId::decimal: return schema::DataType::decimal;
    case TypeId::date: return schema::DataType::date;
    case TypeId::time: return schema::DataType::time;
    case TypeId::blob: return schema::DataType::binary;
    case TypeId::double_real:
    case TypeId::real: return schema::DataType::real;
    case TypeId::timestamp:
    case TypeId::timestamp_s:
    case TypeId::timestamp_ms:
    case TypeId::timestamp_ns:
    case TypeId::timestamp_tz: return schema::DataType::timestamp;
    default: return std::nullopt;
  }
}

}  // namespace

std::string object_of(const Columns& columns) {
  return object_with(columns, [&](std::size_t i) { return json_value(columns[i]); });
}

Result<std::string> object_of_texts(const Columns& columns, const std::string& table, duckdb::Connection& connection) {
  std::vector<TextKind> kinds(columns.size(), TextKind::text);
  DECANT_TRY(auto rows, connection.query(question_of(columns, table)));
  DECANT_TRY(const bool answered, rows.next());
  const auto is = [&](std::size_t index) { return answered && rows.column(index).at<std::uint8_t>(0) != 0; };
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (is(3 * i)) {
      kinds[i] = TextKind::whole_number;
    } else if (is(3 * i + 1)) {
      kinds[i] = TextKind::number;
    } else if (is(3 * i + 2)) {
      kinds[i] = TextKind::truth;
    }
  }
  return object_with(columns, [&](std::size_t i) { return typed_text(columns[i].name, kinds[i]); });
}

std::vector<schema::Column> hints_of(const Columns& columns) {
  std::vector<schema::Column> hints;
  for (const auto& column : columns) {
    const auto type = hinted_type(column.type.id);
    if (!type) continue;
    schema::Column hint;
    hint.name = column.name;
    hint.data_type = type;
    if (column.type.id == TypeId::decimal) {
      hint.precision = column.type.width;
      hint.scale = column.type.scale;
    }
    hints.push_back(std::move(hint));
  }
  return hints;
}

}  // namespace decant::source::file
