#pragma once

#include <cstddef>
#include <vector>

#include "core/result.h"

namespace decant::normalize {

class TableWriter;

/// The rows of all tables of a package that are no batch yet: together they stay within a limit, whatever the number of
/// tables. Not thread-safe.
class OpenRows {
 public:
  /// `limit`: bytes.
  explicit OpenRows(std::size_t limit) : limit_(limit) {}

  void join(TableWriter& writer) { writers_.push_back(&writer); }
  void leave(TableWriter& writer);

  /// A writer holds so many bytes now. Beyond the limit those that hold most hand on their rows, until half of it is
  /// free.
  Result<void> change(std::size_t before, std::size_t now);

  /// The most that was held, bytes.
  [[nodiscard]] std::size_t most() const { return most_; }

 private:
  std::size_t limit_;
  std::size_t held_ = 0;
  std::size_t most_ = 0;
  std::vector<TableWriter*> writers_;
};

}  // namespace decant::normalize
