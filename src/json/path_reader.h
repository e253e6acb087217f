#pragma once

// Inside this room only.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "json/path_step.h"
#include "json/path_text.h"

namespace decant::json {

/// Reads the text of a JSONPath into its steps.
///
/// Operators are taken from the left; from what binds loosest to what binds closest: `..`, `.`, `|`, `where`,
/// `wherenot`. Brackets behind an operand are for all that stands to the left of them (up to a parenthesis), as in dlt:
/// `a|b[0]` is
/// `(a|b)[0]`.
class PathReader {
 public:
  explicit PathReader(std::string_view text) : text_(text), size_(text.size()) {}

  Result<PathSteps> read();

 private:
  /// What binds closer is greater.
  enum class Operator : std::uint8_t { descend, child, either, where, where_not };

  // path_reader.cpp. `begun`: the first operand, where it was read already.
  Result<PathSteps> read_path(std::optional<PathSteps> begun = {});
  Result<PathSteps> read_operand(bool after_descent);
  Result<PathStep> read_single_step(bool after_descent);
  Result<PathStep> read_function();
  Result<PathStep> read_names();
  Result<std::string> read_name();
  Result<PathStep> read_number_as_name();
  Result<PathStep> read_brackets(bool filter_fits);
  Result<PathStep> read_indices(std::int64_t first);
  Result<PathStep> read_slice(std::optional<std::int64_t> begin);
  std::optional<Operator> take_operator();
  static PathSteps joined(Operator by, PathSteps left, PathSteps right);
  Result<void> enter();
  void leave() { --nesting_; }

  // path_filter_reader.cpp
  Result<PathStep> read_filter();
  Result<PathCondition> read_any();
  Result<PathCondition> read_all();
  Result<PathCondition> read_one();
  Result<PathCondition> read_in_parentheses();
  Result<PathCondition> read_test(std::optional<PathSteps> begun);
  Result<void> read_literal(PathCondition& condition);

  PathText text_;
  std::size_t size_;
  int nesting_ = 0;
  int descents_ = 0;
  int filters_ = 0;  ///< that are open here
};

}  // namespace decant::json
