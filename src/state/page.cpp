#include "state/page.h"

#include <utility>

namespace decant::state {

void lay_over(json::Value& target, const json::Value& change) {
  if (!change.is_object()) return;
  if (!target.is_object()) target = json::Value::object();
  for (const auto& [key, value] : change.as_object()) {
    json::Value& member = target[key];
    if (value.is_object()) {
      lay_over(member, value);
    } else {
      member = value;
    }
  }
}

void StateChange::append(StateChange later) {
  if (!later.state.is_null()) lay_over(state, later.state);
  boundary.append(std::move(later.boundary));
}

}  // namespace decant::state
