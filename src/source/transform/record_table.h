#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/cancel.h"
#include "core/result.h"
#include "duckdb/connection.h"
#include "duckdb/type.h"
#include "json/value.h"

namespace decant::source {

/// A DuckDB engine of its own with one table of records, over which SQL expressions are evaluated. It reaches no file,
/// no network and no extension; it runs on one thread within a fixed memory limit.
class RecordTable {
 public:
  static Result<RecordTable> open();

  /// The type of an expression over `record`. Error (kind `destination`): what DuckDB says of it.
  Result<duckdb::Type> type_of(const std::string& expression);

  /// Takes the value of the expression for the record at a position: a text, a boolean as "true" or "false", nothing
  /// for NULL.
  using Take = std::function<Result<void>(std::size_t position, std::optional<std::string_view> value)>;

  /// Evaluates an expression of type VARCHAR or BOOLEAN for each of the texts (JSON), in their order. Errors: what
  /// DuckDB says (kind `destination`, or `cancelled`); the expression gives not just one value for each record
  /// (`source_data`).
  Result<void> evaluate(const std::string& expression, std::span<const std::string_view> records,
                        const CancelToken& cancel, const Take& take);

 private:
  explicit RecordTable(duckdb::Connection connection) : connection_(std::move(connection)) {}
  Result<void> fill(std::span<const std::string_view> records);
  Result<void> read(const std::string& expression, std::size_t count, const CancelToken& cancel, const Take& take);

  duckdb::Connection connection_;
};

}  // namespace decant::source
