#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "json/document.h"
#include "json/value.h"
#include "source/incremental/cursor_value.h"
#include "source/incremental/incremental_spec.h"
#include "source/incremental/record_hash.h"
#include "state/boundary.h"
#include "state/page.h"

namespace decant::source {

/// The incremental cursor of a resource during one run: which records are new, and what the state is after each page.
/// Bound once, also for a resource whose records come in many sequences. Belongs to one thread.
///
///   DECANT_TRY(auto cursor, IncrementalCursor::bind(spec, "orders", *state));
///   for (record of the page) DECANT_TRY(const bool kept, cursor.judge(record));
///   cursor.end_page(page) before the document of its records is gone
///   if (cursor.stops_paging()) no further page is needed
class IncrementalCursor {
 public:
  /// Joins the state before the run with what an interrupted extract decided. `spec` and `state` must outlive the
  /// cursor. Errors: bounds that do not fit each other or no interval where one is needed (`config`), a state that
  /// cannot be read (`state`).
  static Result<IncrementalCursor> bind(const IncrementalSpec& spec, std::string resource,
                                        const state::ResourceState& state);

  /// Whether the record is kept. Errors (`source_data`): no cursor value, one of another type, a missing key column.
  Result<bool> judge(const json::Node& record);
  /// The same for a cursor whose value is not (as such) in the record. A null value counts as missing.
  Result<bool> judge(const CursorView& value, const json::Node& record);

  /// Goes on behind a page whose records an interrupted extract judged.
  void follow(const state::StateChange& change);

  /// Ends a page: sets its `change`. The documents of its records must still be there.
  Result<void> end_page(state::Page& page);

  /// Whether the row order says that no later page can hold a record that is wanted. Not for resources with a parent,
  /// whose sequences are ordered each for itself.
  [[nodiscard]] bool stops_paging() const { return stops_paging_; }

  /// What placeholders and parameters get; null: none.
  [[nodiscard]] json::Value initial_value() const { return initial_.to_json(); }
  [[nodiscard]] json::Value start_value() const { return start_.to_json(); }
  [[nodiscard]] Result<json::Value> last_value() const;  ///< error: see apply_lag
  [[nodiscard]] json::Value end_value() const { return end_.to_json(); }
  /// One of those four or another option of the configuration by its key; nothing if there is no such key.
  [[nodiscard]] Result<std::optional<json::Value>> attribute(std::string_view name) const;

 private:
  IncrementalCursor(const IncrementalSpec& spec, std::string resource)
      : spec_(&spec), resource_(std::move(resource)), hasher_(spec.key) {}

  Result<void> join_interval();
  Result<void> check_bounds() const;
  void read_before(const state::ResourceState& state);
  [[nodiscard]] bool is_stateless() const { return !end_.is_null(); }
  [[nodiscard]] bool has_lag() const;
  [[nodiscard]] Result<CursorValue> lagged(const CursorValue& value) const;

  Result<std::optional<CursorView>> find_value(const json::Node& record) const;
  Result<bool> judge_missing(std::string_view what);
  /// Negative, 0 or positive as `value` is older than, as old as or newer than `bound`.
  Result<int> order(const CursorView& value, const CursorView& bound, std::string_view bound_name) const;
  Result<bool> judge_not_newer(const CursorView& value, int to_last, const json::Node& record);
  void add_to_boundary(const state::BoundaryHash& hash, state::BoundaryChange& change);
  [[nodiscard]] bool was_loaded(const state::BoundaryHash& hash) const;
  bool drop(bool beyond_start);

  const IncrementalSpec* spec_;
  std::string resource_;
  RecordHasher hasher_;
  CursorValue initial_;  ///< as configured, or from the interval
  CursorValue end_;
  bool deduplicates_ = false;

  // Before the run.
  bool had_entry_ = false;
  CursorValue state_initial_;
  CursorValue state_last_;  ///< without lag
  CursorValue state_start_;
  state::BoundarySet listed_;                   ///< hashes of the state document
  const state::BoundarySet* stored_ = nullptr;  ///< hashes of the dataset's table; may be null
  bool uses_short_hashes_ = false;              ///< all hashes found are short, so new ones are too

  // In the run.
  CursorValue start_;
  CursorValue last_;         ///< the newest value so far; begins as start
  bool is_at_start_ = true;  ///< last_ is start_ still
  bool kept_any_ = false;
  bool has_changed_ = false;  ///< a page with records was ended
  bool extends_ = false;      ///< the boundary is that of before and `added_`; else `added_` alone
  state::BoundarySet added_;
  bool stops_paging_ = false;

  // In the page.
  std::size_t judged_ = 0;
  bool resets_ = false;
  std::vector<json::Node> newest_;                  ///< records that carry last_
  std::vector<state::BoundaryHash> newest_hashes_;  ///< of more such records
};

}  // namespace decant::source
