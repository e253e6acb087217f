#pragma once

#include <functional>
#include <string_view>

#include "core/result.h"
#include "normalize/batch.h"

namespace decant::destination {

/// Rows of a table as text.
class RowText {
 public:
  virtual ~RowText() = default;

  /// Takes some of the text.
  using Take = std::function<Result<void>(std::string_view)>;

  /// Hands the rows of a batch of the table on, some at a time. Error: the batch is none of this table, a value that
  /// the form cannot hold, or one of `take`.
  virtual Result<void> write(const normalize::Batch& batch, const Take& take) = 0;
};

}  // namespace decant::destination
