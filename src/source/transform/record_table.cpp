#include "source/transform/record_table.h"

#include <algorithm>
#include <utility>

#include "duckdb/appender.h"
#include "duckdb/database.h"
#include "duckdb/vector.h"
#include "source/transform/interruption.h"

namespace decant::source {

namespace {

constexpr std::uint64_t kMemoryLimit = std::uint64_t{256} << 20;
constexpr const char* kTable = "_decant_records";
constexpr const char* kPosition = "_decant_position";
constexpr const char* kRecord = "record";

/// On lines of its own, so that a comment at its end ends with it.
std::string statement(const std::string& expression) {
  return std::string("SELECT ") + kPosition + ", (\n" + expression + "\n) FROM " + kTable;
}

std::unexpected<Error> not_one_value() {
  return fail(ErrorKind::source_data, "does not give one value for each record");
}

std::optional<std::string_view> text_of(const duckdb::VectorView& values, std::size_t row) {
  if (!values.is_valid(row)) return std::nullopt;
  if (values.type().id != duckdb::TypeId::boolean) return values.text(row);
  return values.at<std::uint8_t>(row) != 0 ? "true" : "false";
}

}  // namespace

Result<RecordTable> RecordTable::open() {
  DECANT_TRY(const auto database, duckdb::Database::open_memory({.memory_limit = kMemoryLimit, .threads = 1}));
  DECANT_TRY(auto connection, database.connect());
  DECANT_TRY(
      connection.execute(std::string("CREATE TABLE ") + kTable + " (" + kPosition + " BIGINT, " + kRecord + " JSON)"));
  return RecordTable(std::move(connection));
}

Result<duckdb::Type> RecordTable::type_of(const std::string& expression) {
  DECANT_TRY(const auto rows, connection_.query(statement(expression)));
  if (rows.columns().size() != 2) return fail(ErrorKind::destination, "it is not one expression");
  return rows.columns().back().type;
}

Result<void> RecordTable::evaluate(const std::string& expression, std::span<const std::string_view> records,
                                   const CancelToken& cancel, const Take& take) {
  DECANT_TRY(connection_.begin());
  auto done = fill(records);
  if (done) done = read(expression, records.size(), cancel, take);
  // The rows go with the transaction, whatever became of it.
  auto emptied = connection_.rollback();
  return done ? emptied : done;
}

Result<void> RecordTable::fill(std::span<const std::string_view> records) {
  DECANT_TRY(auto appender, duckdb::Appender::open(connection_, "memory", "main", kTable, {kPosition, kRecord}));
  DECANT_TRY(appender.prepare({std::nullopt, std::nullopt}));
  const auto chunk = appender.chunk();
  auto* const positions = static_cast<std::int64_t*>(chunk.data(0));
  auto* const texts = static_cast<duckdb::StringSlot*>(chunk.data(1));
  for (std::size_t begin = 0; begin < records.size(); begin += chunk.capacity()) {
    const std::size_t count = std::min(chunk.capacity(), records.size() - begin);
    for (std::size_t i = 0; i < count; ++i) {
      positions[i] = static_cast<std::int64_t>(begin + i);
      texts[i].set(records[begin + i]);
    }
    DECANT_TRY(appender.append(count));
  }
  return appender.close();
}

Result<void> RecordTable::read(const std::string& expression, std::size_t count, const CancelToken& cancel,
                               const Take& take) {
  const Interruption interruption(connection_, cancel);
  DECANT_TRY(auto rows, connection_.query(statement(expression)));
  std::size_t position = 0;
  while (true) {
    DECANT_TRY(const bool more, rows.next());
    if (!more) break;
    const auto positions = rows.column(0);
    const auto values = rows.column(1);
    for (std::size_t row = 0; row < rows.size(); ++row, ++position) {
      if (!positions.is_valid(row) || positions.at<std::int64_t>(row) != static_cast<std::int64_t>(position))
        return not_one_value();
      DECANT_TRY(take(position, text_of(values, row)));
    }
  }
  return position == count ? Result<void>() : not_one_value();
}

}  // namespace decant::source
