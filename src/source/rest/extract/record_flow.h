#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/cancel.h"
#include "json/document.h"
#include "json/parser.h"
#include "source/source.h"
#include "source/transform/record_transform.h"

namespace decant::source::rest {

/// A record that a page emits.
struct EmittedRecord {
  std::uint32_t index = 0;  ///< in the page before any filter
  json::Node node;
};

/// The records that a page emits, in order.
struct EmittedRecords {
  std::vector<EmittedRecord> records;
  /// A list that they stand in, if steps changed them; null: they stand in the body. Does not move, as the nodes refer
  /// to it.
  std::unique_ptr<const json::Document> rewritten;
};

/// What becomes of the records selected from a body before they are emitted: the `processing_steps` of their resource.
class RecordFlow {
 public:
  /// Errors (kind `config`) name the line of a step that is wrong.
  static Result<RecordFlow> prepare(const std::vector<TransformStep>& steps);

  /// Errors are of kind `source_data` (a step), or `cancelled`.
  Result<EmittedRecords> take(const std::vector<json::Node>& selected, const CancelToken& cancel);

 private:
  Result<EmittedRecords> transform(const std::vector<json::Node>& selected, const CancelToken& cancel);

  std::optional<RecordTransform> transform_;  ///< none: no steps
  json::Parser parser_;
};

/// Sets the records of a page: spans of its body, or a text of their own if steps changed them or one of them is no
/// object or list (its span is not known).
void set_records(const EmittedRecords& emitted, Page& page);

}  // namespace decant::source::rest
