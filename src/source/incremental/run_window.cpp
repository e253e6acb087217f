#include "source/incremental/run_window.h"

#include <algorithm>

#include "source/incremental/cursor_value.h"
#include "state/typed_text.h"

namespace decant::source {

namespace {

json::Value typed(std::optional<Micros> instant) {
  return instant ? json::Value(state::typed_timestamp(*instant)) : json::Value();
}

}  // namespace

Result<RunWindow> RunWindow::bind(const RunWindowSpec& spec, const state::ResourceState& state) {
  RunWindow window(spec);
  window.run_start_ = state.run_start;
  const json::Value* incremental = state.before.find("incremental");
  const json::Value* entry = incremental == nullptr ? nullptr : incremental->find(kStateKey);
  const json::Value* last = entry == nullptr ? nullptr : entry->find("last_value");
  if (last != nullptr && !last->is_null()) {
    const CursorValue value = CursorValue::from_json(*last);
    if (value.view().kind != CursorView::Kind::timestamp)
      return fail(ErrorKind::state, "the state has " + shown(value.view()) + " where the start of the last run is due",
                  "`decant pipeline NAME state` shows the state.");
    window.last_ = value.view().instant;
  }
  window.start_ = spec.initial_value;
  if (window.last_) {
    const Micros lagged = *window.last_ - spec.lag;
    window.start_ = spec.initial_value ? std::max(lagged, *spec.initial_value) : lagged;
  }
  return window;
}

void RunWindow::end_page(state::Page& page) const {
  json::Value& entry = page.change.state["incremental"][kStateKey];
  entry["initial_value"] = typed(spec_->initial_value);
  entry["last_value"] = typed(run_start_);
  entry["unique_hashes"] = json::Value::array();
  entry["start_value"] = typed(start_);
}

std::optional<json::Value> RunWindow::attribute(std::string_view name) const {
  if (name == "start_value") return start_value();
  if (name == "end_value") return end_value();
  if (name == "initial_value") return text_of(spec_->initial_value);
  if (name == "last_value") return text_of(last_ ? last_ : spec_->initial_value);
  return std::nullopt;
}

json::Value RunWindow::text_of(std::optional<Micros> instant) const {
  return instant ? json::Value(spec_->text.write(*instant)) : json::Value();
}

}  // namespace decant::source
