#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/cancel.h"
#include "core/result.h"
#include "json/parser.h"
#include "source/transform/record_table.h"
#include "source/transform/transform_step.h"

namespace decant::source {

/// A record on its way through the steps.
struct TransformedRecord {
  std::uint32_t index = 0;  ///< its index in the page, which makes its address
  std::size_t origin = 0;   ///< position, among the records that were given, of the one that it comes from
  std::string_view text;    ///< its JSON; of the text given as long as no step rewrote it
};

/// What the steps leave of the records of a page. `text` of the records stays valid when this is moved.
struct Transformation {
  std::vector<TransformedRecord> records;
  bool rewritten = false;         ///< a `map` or `yield_map` ran: the texts are new
  std::deque<std::string> texts;  ///< owner of the new ones
  std::size_t new_bytes = 0;      ///< in them
};

/// The `processing_steps` of a resource, run over its pages by DuckDB. Move-only; one thread at a time.
///
/// A record keeps its index through `filter` and `map`. A `yield_map` numbers what it yields anew, from 0, in the order
/// in which it comes: an index alone must tell the records of a page apart.
class RecordTransform {
 public:
  /// Opens the engine and prepares every step. Errors (kind `config`) have file and line: SQL that is wrong, or an
  /// expression of another type than the step wants.
  static Result<RecordTransform> prepare(std::vector<TransformStep> steps);

  /// Runs the steps over the records of a page (JSON texts). `text` of the records must live as long as the result.
  /// Errors: kind `source_data` with the step's line; `cancelled`.
  Result<Transformation> apply(std::vector<TransformedRecord> records, const CancelToken& cancel);

 private:
  RecordTransform(RecordTable table, std::vector<TransformStep> steps)
      : table_(std::move(table)), steps_(std::move(steps)) {}
  Result<void> check(TransformStep& step);
  Result<Transformation> run(const TransformStep& step, Transformation input, const CancelToken& cancel);
  Result<void> take(const TransformStep& step, const TransformedRecord& record, std::optional<std::string_view> value,
                    Transformation& output);
  Result<void> take_map(const TransformedRecord& record, std::string_view value, Transformation& output);
  Result<void> take_yield(const TransformedRecord& record, std::string_view value, Transformation& output);

  RecordTable table_;
  std::vector<TransformStep> steps_;  ///< with expressions of type BOOLEAN (filter) and VARCHAR
  json::Parser parser_;
};

}  // namespace decant::source
