#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/node.h"
#include "json/path.h"
#include "json/value.h"
#include "source/incremental/cursor_value.h"
#include "source/incremental/record_hash.h"
#include "source/incremental/run_window.h"

namespace decant::source {

/// Which of two cursor values counts as the newer one.
enum class LastValueFunc : std::uint8_t { max, min };

enum class OnCursorMissing : std::uint8_t { raise, include, exclude };

/// Whether a value equal to a bound is inside.
enum class RangeEdge : std::uint8_t { closed, open };

enum class RowOrder : std::uint8_t { none, asc, desc };

/// A time interval given from outside, UTC.
struct Interval {
  Micros start = 0;
  Micros end = 0;
};

/// What `incremental` of an endpoint says.
struct IncrementalSpec {
  std::string cursor_path;           ///< as configured: the key in the state
  std::optional<std::string> field;  ///< the path is a plain name: that member
  std::optional<json::Path> path;    ///< else
  CursorValue initial_value;         ///< null: none
  CursorValue end_value;             ///< null: none
  LastValueFunc last_value_func = LastValueFunc::max;
  std::optional<DedupKey> key;  ///< absent: the whole record; no columns: no deduplication
  RowOrder row_order = RowOrder::none;
  OnCursorMissing on_missing = OnCursorMissing::raise;
  json::Value lag;  ///< number; null: none
  RangeEdge range_start = RangeEdge::closed;
  RangeEdge range_end = RangeEdge::open;
  bool joins_scheduler = false;      ///< bounds come from `interval`, which must be there then
  std::optional<Interval> interval;  ///< what the environment gives

  std::optional<std::string> start_param;  ///< query parameter that gets last_value
  std::optional<std::string> end_param;    ///< query parameter that gets end_value

  /// The cursor is when the runs began; of the above only the parameters count then.
  std::optional<RunWindowSpec> run_window;

  /// The other options as configured, for placeholders such as `{incremental.lag}`.
  json::Value options = json::Value::object();
  config::Location location;
  config::Location cursor_location;  ///< of `cursor_path`
};

}  // namespace decant::source
