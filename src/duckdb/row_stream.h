#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "duckdb/connection.h"
#include "duckdb/row_chunk.h"
#include "duckdb/type.h"

namespace decant::duckdb {

/// Hands rows of the program to a statement, chunk by chunk, as the table function `NAME()`: nothing is held but what
/// the statement itself holds. Move-only; made once for a database and name.
class RowStream {
 public:
  struct Column {
    std::string name;
    Type type;  ///< neither nested nor an enumeration
  };
  /// Fills an empty chunk and returns its rows; 0 at the end. What a StringSlot points to must stay until the next
  /// call.
  using Fill = std::function<Result<std::size_t>(RowChunk chunk)>;

  static Result<RowStream> open(Connection& connection, const std::string& name);

  /// Runs a statement that reads `NAME()` once; returns how many rows it changed. An error of `fill` is returned as it
  /// is.
  Result<std::uint64_t> execute(Connection& connection, std::string_view sql, const std::vector<Column>& columns,
                                Fill fill);

 private:
  struct State;
  explicit RowStream(std::shared_ptr<State> state) : state_(std::move(state)) {}

  std::shared_ptr<State> state_;
};

}  // namespace decant::duckdb
