#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/result.h"
#include "duckdb/type.h"
#include "normalize/batch.h"

namespace decant::destination {

/// Copies one column of a batch into DuckDB's vectors. Where the database's type holds the values (the type that dlt
/// gives the column, or another width of it), they are written in its form; else in the nearest one, and DuckDB casts.
class ColumnWriter {
 public:
  /// `stored` is the database's type; `name` ("table.column") is for errors.
  ColumnWriter(schema::DataType type, duckdb::Type stored, std::string name);

  /// The type that is written, if it is not the database's.
  [[nodiscard]] std::optional<duckdb::TypeId> written_as() const { return cast_from_; }

  /// Writes rows [first, first + count) of `column` into `elements`; what stands for
  /// a null is undefined. Fails if a value does not fit the type.
  Result<void> write(const normalize::ColumnData& column, std::size_t first, std::size_t count, void* elements) const;

 private:
  [[nodiscard]] bool is_direct() const;
  [[nodiscard]] std::unexpected<Error> does_not_fit(std::string value) const;
  Result<void> write_decimals(const normalize::ColumnData& column, std::size_t first, std::size_t count,
                              void* elements) const;
  template <typename T>
  Result<void> write_narrow(const normalize::ColumnData& column, std::size_t first, std::size_t count,
                            void* elements) const;
  template <typename T>
  Result<void> write_decimals_as(const normalize::ColumnData& column, std::size_t first, std::size_t count,
                                 void* elements) const;

  schema::DataType type_;
  duckdb::Type stored_;
  std::string name_;
  std::optional<duckdb::TypeId> cast_from_;
};

}  // namespace decant::destination
