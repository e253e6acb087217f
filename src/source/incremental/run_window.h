#pragma once

#include <optional>
#include <string_view>

#include "core/result.h"
#include "json/value.h"
#include "source/incremental/time_text.h"
#include "state/page.h"

namespace decant::source {

/// What an `incremental` with `cursor: run_start` says: the API knows what changed since a time, and is asked for that.
struct RunWindowSpec {
  std::optional<Micros> initial_value;  ///< where the first run starts, and no later one before; none: at the beginning
  Micros lag = 0;                       ///< how much earlier than its last run a resource is asked for
  TimeText text;                        ///< how the API wants times
};

/// The time window that a resource is asked for in one run: from when its last run began to when this one did. The
/// state has the time under the name `run_start`, where dlt has cursors. No record is judged: the API says what is new.
class RunWindow {
 public:
  static constexpr const char* kStateKey = "run_start";

  /// `spec` must outlive the window. Error (`state`): the state holds no time.
  static Result<RunWindow> bind(const RunWindowSpec& spec, const state::ResourceState& state);

  /// Sets what the page changes in the state.
  void end_page(state::Page& page) const;

  /// What parameters get, as text; null: none.
  [[nodiscard]] json::Value start_value() const { return text_of(start_); }
  [[nodiscard]] json::Value end_value() const { return text_of(run_start_); }
  /// One of these, `initial_value` or `last_value` by its name; nothing if there is no such name.
  [[nodiscard]] std::optional<json::Value> attribute(std::string_view name) const;

 private:
  explicit RunWindow(const RunWindowSpec& spec) : spec_(&spec) {}
  [[nodiscard]] json::Value text_of(std::optional<Micros> instant) const;

  const RunWindowSpec* spec_;
  Micros run_start_ = 0;
  std::optional<Micros> last_;   ///< when the last run began; none: there was none
  std::optional<Micros> start_;  ///< of the window; none: everything
};

}  // namespace decant::source
