#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "duckdb/connection.h"
#include "duckdb/row_chunk.h"
#include "duckdb/type.h"

namespace decant::duckdb {

/// Appends rows to a table in the connection's transaction, a chunk of vectors at a time. Move-only.
///
/// The caller fills chunk(), then calls append(). What a StringSlot points to is copied by append(). Rows wait in
/// memory until flush() or until DuckDB flushes by itself; constraints are checked only then. Without close() waiting
/// rows may be lost.
class Appender {
 public:
  /// `columns` are the names of the columns to be written; others get their default.
  static Result<Appender> open(Connection& connection, std::string_view catalog, std::string_view schema,
                               std::string_view table, const std::vector<std::string>& columns);
  ~Appender();
  Appender(Appender&&) noexcept;
  Appender& operator=(Appender&&) noexcept;

  /// The table's types of those columns.
  [[nodiscard]] const std::vector<Type>& types() const;

  /// Makes the chunk, once, before the first row: for each column the table's type, or a type (without parameters) that
  /// the caller writes instead and DuckDB casts.
  Result<void> prepare(const std::vector<std::optional<TypeId>>& written_as);

  /// The empty chunk.
  [[nodiscard]] RowChunk chunk() const;

  /// Takes the first `rows` rows of the chunk and empties it.
  Result<void> append(std::size_t rows);
  /// Moves what waits into the table.
  Result<void> flush();
  /// Flushes and ends.
  Result<void> close();

 private:
  struct State;
  explicit Appender(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace decant::duckdb
