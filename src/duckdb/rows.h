#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "duckdb/type.h"
#include "duckdb/vector.h"

namespace decant::duckdb {

/// A statement's answer, chunk by chunk. Move-only; keeps its connection open.
class Rows {
 public:
  struct Column {
    std::string name;
    Type type;
  };
  struct State;

  explicit Rows(std::unique_ptr<State> state);
  ~Rows();
  Rows(Rows&&) noexcept;
  Rows& operator=(Rows&&) noexcept;

  [[nodiscard]] const std::vector<Column>& columns() const;

  /// Goes to the next chunk; false at the end. Views of the chunk before are invalid then.
  Result<bool> next();

  /// Rows of the present chunk.
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] VectorView column(std::size_t index) const;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace decant::duckdb
