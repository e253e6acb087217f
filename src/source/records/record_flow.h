#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/cancel.h"
#include "json/document.h"
#include "json/parser.h"
#include "source/incremental/incremental_cursor.h"
#include "source/source.h"
#include "source/transform/record_transform.h"

namespace decant::source {

/// A record that a page emits.
struct EmittedRecord {
  std::uint32_t index = 0;  ///< in the page before any filter
  json::Node node;
};

/// The records that a page emits, in order.
struct EmittedRecords {
  std::vector<EmittedRecord> records;
  /// A list that they stand in, with the fields of their parent, if steps changed them; null: they stand in the body,
  /// without those fields. Does not move, as the nodes refer to it.
  std::unique_ptr<const json::Document> rewritten;
};

/// What becomes of the records selected from a body before they are emitted: the `processing_steps` of their resource,
/// then its incremental cursor.
class RecordFlow {
 public:
  /// `incremental` (null: none) and `state` must outlive the flow. Errors: a step that is wrong (`config`), those of
  /// IncrementalCursor::bind.
  static Result<RecordFlow> prepare(const std::string& resource, const std::vector<TransformStep>& steps,
                                    const IncrementalSpec* incremental, const ResourceState& state);

  /// `constants` are the fields that each record gets of its parent: steps, cursor and key see them too. If there are
  /// any, the records are objects. Errors are of kind `source_data` (a step, a cursor value), or `cancelled`.
  Result<EmittedRecords> take(const std::vector<json::Node>& selected, const json::Value& constants,
                              const CancelToken& cancel);

  /// Sets what a page changes in the state, while the records that it took are there still.
  Result<void> end_page(Page& page);

  /// Whether the row order says that no later page can hold a record that is wanted.
  [[nodiscard]] bool stops_paging() const { return cursor_ && cursor_->stops_paging(); }

  /// The cursor; null if the resource has none.
  [[nodiscard]] const IncrementalCursor* cursor() const { return cursor_ ? &*cursor_ : nullptr; }

 private:
  Result<std::vector<json::Node>> joined(const std::vector<json::Node>& selected, const json::Value& constants);
  Result<EmittedRecords> transform(const std::vector<json::Node>& selected, const std::vector<json::Node>& whole,
                                   const CancelToken& cancel);

  std::optional<RecordTransform> transform_;  ///< none: no steps
  std::optional<IncrementalCursor> cursor_;
  json::Parser parser_;
  std::deque<json::Document> joined_;  ///< the records of the page with their parent's fields
};

/// A record (an object) with members that a parent gave to it.
Result<json::Document> with_constants(const json::Node& record, const json::Value& constants, json::Parser& parser);

/// Sets the records of a page: spans of its body, or a text of their own if steps changed them or one of them is no
/// object or list (its span is not known).
void set_records(const EmittedRecords& emitted, Page& page);

}  // namespace decant::source
