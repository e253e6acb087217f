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

/// Hands rows of the program to a statement, chunk by chunk, as a table function: nothing is held but what the
/// statement itself holds. Move-only.
class RowStream {
 public:
  struct Column {
    std::string name;
    Type type;  ///< neither nested nor an enumeration
  };
  /// Fills an empty chunk and returns its rows; 0 at the end. What a StringSlot points to must stay until the next
  /// call.
  using Fill = std::function<Result<std::size_t>(RowChunk chunk)>;
  /// Makes a Fill for a thread; called by several threads at once.
  using MakeFill = std::function<Fill()>;

  static Result<RowStream> open(Connection& connection);

  /// The function's call, for statements.
  [[nodiscard]] std::string call() const;

  /// Runs a statement that reads the function once, on so many threads at most; returns how many rows it changed. With
  /// one the rows stay in their order. An error of a Fill is returned as it is.
  Result<std::uint64_t> execute(Connection& connection, std::string_view sql, const std::vector<Column>& columns,
                                MakeFill make_fill, std::size_t threads);

 private:
  struct State;
  explicit RowStream(std::shared_ptr<State> state) : state_(std::move(state)) {}

  std::shared_ptr<State> state_;
};

}  // namespace decant::duckdb
