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
#include "source/records/exclusion.h"
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

/// What a resource's configuration says of its records.
struct RecordRules {
  const std::vector<TransformStep>& steps;
  const IncrementalSpec* incremental;  ///< null: none
  const std::vector<ExcludedPath>& excluded;
};

/// What becomes of the records selected from a body: the `processing_steps` of their resource and its incremental
/// cursor before they are emitted, its `exclude` before they are stored.
class RecordFlow {
 public:
  /// `rules.incremental` and `state` must outlive the flow. Errors: a step that is wrong (`config`), those of
  /// IncrementalCursor::bind.
  static Result<RecordFlow> prepare(const std::string& resource, const RecordRules& rules, const ResourceState& state);

  /// `constants` are the fields that each record gets of its parent: steps, cursor and key see them too. If there are
  /// any, the records are objects. Errors are of kind `source_data` (a step, a cursor value), or `cancelled`. If
  /// anything is excluded, those of steps quote no record.
  Result<EmittedRecords> take(const std::vector<json::Node>& selected, const json::Value& constants,
                              const CancelToken& cancel);

  /// Whether something is excluded: the log then holds what `stored` gives, never a body.
  [[nodiscard]] bool excludes() const { return !exclusion_.is_empty(); }

  /// The records of a page as they are stored, in a list of their own.
  Result<EmittedRecords> stored(const EmittedRecords& emitted);

  /// Paths of `exclude` that led to nothing.
  [[nodiscard]] std::vector<std::string> unmatched_exclusions() const { return exclusion_.unmatched(); }

  /// Goes on behind a page whose records an interrupted extract judged.
  void follow(const state::StateChange& change) {
    if (cursor_) cursor_->follow(change);
  }

  /// Sets what a page changes in the state, while the records that it took are there still.
  Result<void> end_page(Page& page);

  /// Whether the row order says that no later page can hold a record that is wanted.
  [[nodiscard]] bool stops_paging() const { return cursor_ && cursor_->stops_paging(); }

  /// Whether the resource has a cursor, of its records or of its runs.
  [[nodiscard]] bool is_incremental() const { return cursor_ || window_; }
  /// What parameters and placeholders get of the cursor: null if there is no such bound; of an attribute nothing if
  /// there is none of that name. Error: that of a lag.
  [[nodiscard]] json::Value start_value() const;
  [[nodiscard]] json::Value end_value() const;
  [[nodiscard]] Result<std::optional<json::Value>> attribute(std::string_view name) const;

 private:
  explicit RecordFlow(const RecordRules& rules) : exclusion_(rules.excluded) {}
  Result<std::vector<json::Node>> joined(const std::vector<json::Node>& selected, const json::Value& constants);
  Result<EmittedRecords> transform(const std::vector<json::Node>& selected, const std::vector<json::Node>& whole,
                                   const CancelToken& cancel);
  template <typename Records>
  Result<EmittedRecords> in_list(std::string list, const Records& origins);

  std::optional<RecordTransform> transform_;  ///< none: no steps
  std::optional<IncrementalCursor> cursor_;   ///< one of these two at most
  std::optional<RunWindow> window_;
  Exclusion exclusion_;
  json::Parser parser_;
  std::deque<json::Document> joined_;  ///< the records of the page with their parent's fields
};

/// A record (an object) with members that a parent gave to it.
Result<json::Document> with_constants(const json::Node& record, const json::Value& constants, json::Parser& parser);

/// Notes the paths of a resource's `exclude` that led to nothing.
void note_unmatched(const RecordFlow& flow, std::string_view resource, PageSink& sink);

/// Sets the records of a page: spans of its body, or a text of their own if steps changed them or one of them is no
/// object or list (its span is not known).
void set_records(const EmittedRecords& emitted, Page& page);

}  // namespace decant::source
