#include "source/incremental/incremental_cursor.h"

#include <utility>

#include "source/incremental/lag.h"

namespace decant::source {

namespace {

CursorValue member(const json::Value& entry, std::string_view key) {
  const json::Value* value = entry.find(key);
  return value == nullptr ? CursorValue() : CursorValue::from_json(*value);
}

const json::Value* entry_of(const json::Value& state, std::string_view cursor_path) {
  const json::Value* incremental = state.find("incremental");
  const json::Value* entry = incremental == nullptr ? nullptr : incremental->find(cursor_path);
  return entry != nullptr && entry->is_object() && !entry->as_object().empty() ? entry : nullptr;
}

CursorValue of_interval(Micros instant, CursorView::Kind kind) {
  const Micros seconds = instant / kMicrosPerSecond - (instant % kMicrosPerSecond < 0 ? 1 : 0);
  if (kind == CursorView::Kind::integer || kind == CursorView::Kind::unsigned_integer)
    return CursorValue::from_json(seconds);
  if (kind == CursorView::Kind::real)
    return CursorValue::from_json(static_cast<double>(instant) / static_cast<double>(kMicrosPerSecond));
  CursorValue value;
  CursorView view = CursorView::of_timestamp(instant);
  if (kind == CursorView::Kind::date) {
    view.kind = kind;
    view.integer = seconds / 86400 - (seconds % 86400 < 0 ? 1 : 0);
  }
  value.assign(view);
  return value;
}

}  // namespace

Result<IncrementalCursor> IncrementalCursor::bind(const IncrementalSpec& spec, std::string resource,
                                                  const state::ResourceState& state) {
  IncrementalCursor cursor(spec, std::move(resource));
  cursor.initial_ = spec.initial_value;
  cursor.end_ = spec.end_value;
  DECANT_TRY(cursor.check_bounds());
  DECANT_TRY(cursor.join_interval());
  cursor.state_initial_ = cursor.state_last_ = cursor.state_start_ = cursor.initial_;
  const bool has_key = !spec.key || !spec.key->columns.empty();
  cursor.deduplicates_ =
      spec.range_start == RangeEdge::closed && !cursor.is_stateless() && !cursor.has_lag() && has_key;
  if (!cursor.is_stateless()) cursor.read_before(state);
  DECANT_TRY(cursor.start_, cursor.lagged(cursor.state_last_));
  cursor.last_ = cursor.start_;
  cursor.follow(state.decided);
  return cursor;
}

Result<void> IncrementalCursor::join_interval() {
  if (!spec_->joins_scheduler) return {};
  if (!spec_->interval) {
    return config::fail_at(
        spec_->location, "resource `" + resource_ + "` takes its interval from outside, but there is none",
        "Set DLT_INTERVAL_START and DLT_INTERVAL_END (ISO 8601, UTC), or `allow_external_schedulers: "
        "false`.");
  }
  using Kind = CursorView::Kind;
  const Kind kind = initial_.view().kind;
  const bool is_time = kind == Kind::integer || kind == Kind::unsigned_integer || kind == Kind::real ||
                       kind == Kind::timestamp || kind == Kind::date;
  if (!is_time) {
    return config::fail_at(
        spec_->location,
        "`initial_value` of resource `" + resource_ +
            "` must be a number (seconds since 1970) to take its interval from outside, but is " +
            shown(initial_.view()),
        "Text cursors cannot join an external interval: set `initial_value` and `end_value` instead.");
  }
  CursorValue begin = of_interval(spec_->interval->start, kind);
  CursorValue end = of_interval(spec_->interval->end, kind);
  DECANT_TRY(const int of_begin, order(initial_.view(), begin.view(), "the interval's begin"));
  if (of_begin < 0) initial_ = std::move(begin);
  if (end_.is_null()) {
    end_ = std::move(end);
    return {};
  }
  DECANT_TRY(const int of_end, order(end.view(), end_.view(), "end_value"));
  if (of_end < 0) end_ = std::move(end);
  return {};
}

Result<void> IncrementalCursor::check_bounds() const {
  if (end_.is_null()) return {};
  if (initial_.is_null()) {
    return config::fail_at(spec_->location, "`end_value` needs an `initial_value`",
                           "Add `initial_value`, or remove `end_value`.");
  }
  const auto found = compare(end_.view(), initial_.view());
  const std::string both = "`initial_value` " + shown(initial_.view()) + " and `end_value` " + shown(end_.view());
  if (!found) return config::fail_at(spec_->location, both + " cannot be compared", "Give both the same type.");
  const bool is_max = spec_->last_value_func == LastValueFunc::max;
  if ((is_max ? *found : -*found) < 0) {
    return config::fail_at(spec_->location,
                           both + " are the wrong way round: `end_value` must be " + (is_max ? "higher" : "lower"),
                           "Exchange them, or set `last_value_func`.");
  }
  return {};
}

void IncrementalCursor::read_before(const state::ResourceState& state) {
  const json::Value* entry = entry_of(state.before, spec_->cursor_path);
  had_entry_ = entry != nullptr;
  if (entry == nullptr) return;
  state_initial_ = member(*entry, "initial_value");
  state_last_ = member(*entry, "last_value");
  state_start_ = member(*entry, "start_value");
  if (!deduplicates_) return;
  const json::Value* hashes = entry->find("unique_hashes");
  if (hashes == nullptr) return;
  listed_ = state::boundary_from(*hashes);
  const auto stored = state.stored_boundaries.find(spec_->cursor_path);
  if (state::is_in_table(*hashes) && stored != state.stored_boundaries.end()) stored_ = stored->second.get();
  const std::size_t count = listed_.size() + (stored_ == nullptr ? 0 : stored_->size());
  const std::size_t short_count = listed_.short_count() + (stored_ == nullptr ? 0 : stored_->short_count());
  uses_short_hashes_ = count > 0 && short_count == count;
  // Hashes that stand in the state document are written again with the new ones; those of the table stay where they
  // are.
  extends_ = stored_ != nullptr && listed_.empty();
  if (extends_) return;
  added_ = listed_;
  if (stored_ != nullptr) {
    for (const auto& hash : stored_->sorted()) added_.insert(hash);
  }
}

void IncrementalCursor::follow(const state::StateChange& change) {
  const json::Value* entry = is_stateless() ? nullptr : entry_of(change.state, spec_->cursor_path);
  if (entry == nullptr) return;
  has_changed_ = true;
  last_ = member(*entry, "last_value");
  state_start_ = member(*entry, "start_value");
  const auto moved = compare(last_.view(), start_.view());
  is_at_start_ = moved && *moved == 0;
  if (change.boundary.cursor_path != spec_->cursor_path) return;
  if (change.boundary.resets) {
    extends_ = false;
    added_.clear();
  }
  for (const auto& hash : change.boundary.added) added_.insert(hash);
}

bool IncrementalCursor::has_lag() const {
  return (spec_->lag.is_integer() && spec_->lag.as_integer() != 0) ||
         (spec_->lag.is_real() && spec_->lag.as_real() != 0);
}

Result<CursorValue> IncrementalCursor::lagged(const CursorValue& value) const {
  if (!has_lag() || is_stateless() || value.is_null()) return value;
  auto moved = apply_lag(spec_->lag, value, spec_->last_value_func, initial_);
  if (!moved) moved.error().details.json_path = spec_->cursor_path;
  return moved;
}

Result<json::Value> IncrementalCursor::last_value() const {
  if (is_stateless()) return initial_.to_json();
  DECANT_TRY(const CursorValue value, lagged(has_changed_ ? last_ : state_last_));
  return value.to_json();
}

Result<std::optional<json::Value>> IncrementalCursor::attribute(std::string_view name) const {
  if (name == "initial_value") return std::optional(initial_value());
  if (name == "start_value") return std::optional(start_value());
  if (name == "end_value") return std::optional(end_value());
  if (name == "resource_name") return std::optional(json::Value(resource_));
  if (name == "last_value") {
    DECANT_TRY(auto value, last_value());
    return std::optional(std::move(value));
  }
  const json::Value* option = spec_->options.find(name);
  return option == nullptr ? std::optional<json::Value>() : std::optional(*option);
}

Result<std::optional<CursorView>> IncrementalCursor::find_value(const json::Node& record) const {
  std::optional<json::Node> found;
  if (spec_->field) {
    json::Node value = record;
    if (record.find(*spec_->field, value)) found = value;
  } else {
    DECANT_TRY(found, spec_->path->first(record));
  }
  return found ? std::optional(CursorView::of(*found)) : std::nullopt;
}

Result<bool> IncrementalCursor::judge(const json::Node& record) {
  if (record.is_null()) {
    ++judged_;
    return false;
  }
  DECANT_TRY(const auto value, find_value(record));
  if (!value) return judge_missing("has no value at");
  return judge(*value, record);
}

Result<bool> IncrementalCursor::judge_missing(std::string_view what) {
  ++judged_;
  if (spec_->on_missing == OnCursorMissing::exclude) return false;
  if (spec_->on_missing == OnCursorMissing::include) {
    kept_any_ = true;
    return true;
  }
  Error error =
      fail(ErrorKind::source_data,
           "a record of `" + resource_ + "` " + std::string(what) + " the cursor path `" + spec_->cursor_path + "`",
           "Set `on_cursor_value_missing` to include or exclude, or correct `cursor_path`.")
          .error();
  error.details.json_path = spec_->cursor_path;
  return fail(std::move(error));
}

Result<int> IncrementalCursor::order(const CursorView& value, const CursorView& bound,
                                     std::string_view bound_name) const {
  if (const auto found = compare(value, bound)) return spec_->last_value_func == LastValueFunc::max ? *found : -*found;
  Error error = fail(ErrorKind::source_data,
                     "the value " + shown(value) + " at the cursor path `" + spec_->cursor_path + "` of `" + resource_ +
                         "` cannot be compared with " + std::string(bound_name) + " " + shown(bound),
                     "Give `initial_value` and `end_value` the type that the records have, or choose another cursor.")
                    .error();
  error.details.json_path = spec_->cursor_path;
  return fail(std::move(error));
}

/// Notes that a record was out of range on one side, and whether paging may stop there.
bool IncrementalCursor::drop(bool beyond_start) {
  if (spec_->row_order == (beyond_start ? RowOrder::desc : RowOrder::asc)) stops_paging_ = true;
  return false;
}

Result<bool> IncrementalCursor::judge(const CursorView& value, const json::Node& record) {
  if (value.is_null()) return judge_missing("has null at");
  if (value.kind == CursorView::Kind::other) DECANT_TRY(order(value, last_.view(), "the last value"));
  ++judged_;
  if (!end_.is_null()) {
    DECANT_TRY(const int to_end, order(value, end_.view(), "end_value"));
    if (to_end > 0 || (to_end == 0 && spec_->range_end == RangeEdge::open)) return drop(false);
  }
  int to_last = 1;
  if (!last_.is_null()) {
    DECANT_TRY(to_last, order(value, last_.view(), "the last value"));
  }
  if (to_last <= 0) return judge_not_newer(value, to_last, record);
  last_.assign(value);
  is_at_start_ = false;
  kept_any_ = true;
  if (!deduplicates_) return true;
  resets_ = true;
  newest_hashes_.clear();
  newest_.clear();
  newest_.push_back(record);
  return true;
}

bool IncrementalCursor::was_loaded(const state::BoundaryHash& hash) const {
  return listed_.contains_record(hash) || (stored_ != nullptr && stored_->contains_record(hash));
}

Result<bool> IncrementalCursor::judge_not_newer(const CursorView& value, int to_last, const json::Node& record) {
  int to_start = 1;
  if (is_at_start_) {
    to_start = to_last;
  } else if (!start_.is_null()) {
    DECANT_TRY(to_start, order(value, start_.view(), "the start value"));
  }
  if (to_start < 0 || (to_start == 0 && spec_->range_start == RangeEdge::open)) return drop(true);
  if (deduplicates_ && to_start == 0) {
    DECANT_TRY(const state::BoundaryHash hash, hasher_.hash(record));
    if (was_loaded(hash)) return drop(true);
    if (const auto other = hasher_.other_hash(record); other && was_loaded(*other)) return drop(true);
    if (to_last == 0) newest_hashes_.push_back(hash);
  } else if (deduplicates_ && to_last == 0) {
    newest_.push_back(record);
  }
  kept_any_ = true;
  return true;
}

/// A short hash never gets a long one beside it: dlt takes a set for long ones as soon as it holds one.
void IncrementalCursor::add_to_boundary(const state::BoundaryHash& hash, state::BoundaryChange& change) {
  const state::BoundaryHash written = uses_short_hashes_ ? hash.shortened() : hash;
  if (added_.insert(written)) change.added.push_back(written);
}

Result<void> IncrementalCursor::end_page(state::Page& page) {
  const bool is_empty = std::exchange(judged_, 0) == 0;
  if (is_stateless() || (is_empty && (had_entry_ || has_changed_))) return {};
  state::BoundaryChange& change = page.change.boundary;
  change.cursor_path = spec_->cursor_path;
  if (resets_) {
    extends_ = false;
    uses_short_hashes_ = false;
    added_.clear();
  }
  // The first page tells of the whole boundary, unless that goes on in the table.
  change.resets = resets_ || (!has_changed_ && !extends_);
  if (change.resets) change.added = added_.sorted();
  for (const auto& record : newest_) {
    DECANT_TRY(const state::BoundaryHash hash, hasher_.hash(record));
    add_to_boundary(hash, change);
  }
  for (const auto& hash : newest_hashes_) add_to_boundary(hash, change);
  newest_.clear();
  newest_hashes_.clear();
  resets_ = false;
  has_changed_ = true;
  if (kept_any_) state_start_ = state_last_;

  // With a lag the newest value of the run may be older than that of the state.
  if (has_lag() && !state_last_.is_null()) {
    DECANT_TRY(const int to_state, order(last_.view(), state_last_.view(), "the last value"));
    if (to_state < 0) {
      last_ = state_last_;
      is_at_start_ = false;
    }
  }
  json::Value& entry = page.change.state["incremental"][spec_->cursor_path];
  entry["initial_value"] = state_initial_.to_json();
  entry["last_value"] = last_.to_json();
  entry["unique_hashes"] = json::Value::array();
  entry["start_value"] = state_start_.to_json();
  return {};
}

}  // namespace decant::source
