#include "destination/postgres/postgres_query_result.h"

#include <optional>
#include <string>
#include <utility>

#include "destination/postgres/type_oid.h"

namespace decant::destination {

namespace {

constexpr const char* kFetch = "FETCH FORWARD 2048 FROM decant_cursor";

QueryResult::CellKind kind_of(std::uint32_t type) {
  switch (type) {
    case kInt2Oid:
    case kInt4Oid:
    case kInt8Oid:
    case kOidOid:
    case kFloat4Oid:
    case kFloat8Oid:
    case kNumericOid: return QueryResult::CellKind::number;
    case kBoolOid: return QueryResult::CellKind::boolean;
    case kJsonOid:
    case kJsonbOid: return QueryResult::CellKind::json;
    default: return QueryResult::CellKind::text;
  }
}

/// `2024-01-02 03:04:05+00` as ISO 8601: `2024-01-02T03:04:05+00:00`.
std::string iso_instant(std::string_view text, bool has_zone) {
  std::string iso(text);
  if (const auto space = iso.find(' '); space != std::string::npos) iso[space] = 'T';
  if (has_zone && iso.ends_with("+00")) iso += ":00";
  return iso;
}

/// A cell as all destinations write it.
std::string cell_text(std::string_view text, std::uint32_t type) {
  switch (type) {
    case kBoolOid: return text == "t" ? "true" : "false";
    case kTimestamptzOid: return iso_instant(text, true);
    case kTimestampOid: return iso_instant(text, false);
    case kFloat4Oid:
    case kFloat8Oid:
    case kNumericOid:
      if (text == "NaN") return "nan";
      if (text == "Infinity") return "inf";
      if (text == "-Infinity") return "-inf";
      return std::string(text);
    default: return std::string(text);
  }
}

}  // namespace

Result<std::unique_ptr<QueryResult>> PostgresQueryResult::of(PostgresConnection connection, std::string_view sql) {
  auto result = std::unique_ptr<PostgresQueryResult>(new PostgresQueryResult(std::move(connection)));
  DECANT_TRY(result->read_columns(sql));
  auto declared = result->connection_.execute("DECLARE decant_cursor NO SCROLL CURSOR FOR " + std::string(sql));
  if (declared) return result;
  Error error = std::move(declared).error();
  if (error.hint.empty()) error.hint = "give one SELECT";
  return fail(std::move(error));
}

Result<void> PostgresQueryResult::read_columns(std::string_view sql) {
  DECANT_TRY(const auto described, connection_.describe(sql));
  if (described.empty()) return fail(ErrorKind::usage, "the statement is none that only reads", "give a SELECT");
  for (const auto& column : described) {
    std::string type;
    DECANT_TRY(connection_.query("SELECT format_type($1::oid, NULL)", std::array{SqlValue(std::int64_t{column.type})},
                                 [&](SqlRow row) -> Result<void> {
                                   type = row[0].value_or("");
                                   return {};
                                 }));
    columns_.push_back({.name = column.name, .type = std::move(type), .kind = kind_of(column.type)});
    types_.push_back(column.type);
  }
  return {};
}

Result<std::vector<QueryResult::Row>> PostgresQueryResult::next() {
  std::vector<Row> chunk;
  DECANT_TRY(connection_.query(kFetch, {}, [&](SqlRow cells) -> Result<void> {
    Row& row = chunk.emplace_back(cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (cells[i]) row[i] = cell_text(*cells[i], types_.at(i));
    }
    return {};
  }));
  return chunk;
}

}  // namespace decant::destination
