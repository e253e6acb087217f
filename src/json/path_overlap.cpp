#include "json/path_overlap.h"

#include <algorithm>
#include <cstddef>
#include <span>

namespace decant::json {

namespace {

using Steps = std::span<const PathStep>;

bool is_list_step(const PathStep& step) {
  return step.kind == PathStep::Kind::indices || step.kind == PathStep::Kind::slice;
}

/// Whether two steps to elements or members may lead to the same one.
bool may_meet(const PathStep& left, const PathStep& right) {
  if (left.kind == PathStep::Kind::fields && right.kind == PathStep::Kind::fields) {
    return std::any_of(left.names.begin(), left.names.end(), [&](const std::string& name) {
      return std::find(right.names.begin(), right.names.end(), name) != right.names.end();
    });
  }
  const bool one_is_a_member = left.kind == PathStep::Kind::fields || right.kind == PathStep::Kind::fields;
  return !(one_is_a_member && (is_list_step(left) || is_list_step(right)));
}

bool is_certain(const PathStep& step) { return step.kind == PathStep::Kind::fields || is_list_step(step); }

bool leads_into(Steps outer, Steps inner);

bool descends_into(Steps outer, Steps inner) {
  for (std::size_t skipped = 0; skipped <= inner.size(); ++skipped) {
    if (leads_into(outer, inner.subspan(skipped))) return true;
  }
  return false;
}

bool leads_into(Steps outer, Steps inner) {
  while (!inner.empty() && (inner.front().kind == PathStep::Kind::root || inner.front().kind == PathStep::Kind::self))
    inner = inner.subspan(1);
  if (outer.empty()) return true;
  const PathStep& step = outer.front();
  const Steps rest = outer.subspan(1);
  switch (step.kind) {
    case PathStep::Kind::root:
    case PathStep::Kind::self:
    case PathStep::Kind::where:
    case PathStep::Kind::where_not: return leads_into(rest, inner);
    case PathStep::Kind::parent: return true;
    case PathStep::Kind::descend: return descends_into(rest, inner);
    case PathStep::Kind::either:
      return std::any_of(step.paths.begin(), step.paths.end(), [&](const PathSteps& path) {
        PathSteps way = path;
        way.insert(way.end(), rest.begin(), rest.end());
        return leads_into(way, inner);
      });
    case PathStep::Kind::slice:
      if (leads_into(rest, inner)) return true;  // a value that is no list counts as a list of one
      break;
    default: break;
  }
  if (inner.empty()) return false;  // it goes on into the value
  if (!is_certain(inner.front())) return true;
  return may_meet(step, inner.front()) && leads_into(rest, inner.subspan(1));
}

}  // namespace

bool may_hold(const PathSteps& outer, const PathSteps& inner) { return leads_into(outer, inner); }

}  // namespace decant::json
