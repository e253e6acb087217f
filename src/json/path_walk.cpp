#include "json/path_walk.h"

#include <algorithm>
#include <string>
#include <vector>

#include "json/path_comparison.h"
#include "json/path_slice.h"

namespace decant::json {

namespace {

// A path meets a value more than once for each of its names and conditions, and where `..` or `parent` follow each
// other. So much (and one for each byte of the path) is enough for all that is meant, and keeps time and results within
// a fixed multiple of the document.
constexpr std::uint64_t kVisitsPerToken = 16;
constexpr std::uint64_t kVisitsAlways = 100'000;

std::int64_t size_of(const Node& list) {
  std::int64_t size = 0;
  for (auto at = list.items().begin(); at != list.items().end(); ++at) ++size;
  return size;
}

class Anything : public PathWalk::Sink {
 public:
  bool take(const Node& /*node*/) override { return found = true; }
  bool found = false;
};

/// Looks for one value that compares as the condition wants.
class Comparing : public PathWalk::Sink {
 public:
  Comparing(const PathCondition& condition, std::optional<Error>& failure) : condition_(condition), failure_(failure) {}
  bool take(const Node& node) override {
    const auto compared = compares(node, condition_);
    if (!compared) {
      failure_ = compared.error();
      return true;
    }
    found = *compared;
    return found;
  }
  bool found = false;

 private:
  const PathCondition& condition_;
  std::optional<Error>& failure_;
};

}  // namespace

PathWalk::PathWalk(const Node& root, std::size_t path_size)
    : root_(root), left_(kVisitsAlways + (kVisitsPerToken + path_size) * root.document().tokens().size()) {}

void PathWalk::run(const PathSteps& steps, Sink& sink) {
  go_on({.node = root_, .parent = nullptr},
        {.at = steps.data(), .end = steps.data() + steps.size(), .next = nullptr, .sink = &sink});
}

bool PathWalk::go_on(const Place& place, const Rest& rest) {
  if (rest.at == rest.end) return rest.next == nullptr ? rest.sink->take(place.node) : go_on(place, *rest.next);
  if (!spend()) return true;
  const PathStep& step = *rest.at;
  const Rest after{.at = rest.at + 1, .end = rest.end, .next = rest.next, .sink = rest.sink};
  switch (step.kind) {
    case PathStep::Kind::root: {
      const Place* top = &place;
      while (top->parent != nullptr) top = top->parent;
      return go_on(*top, after);
    }
    case PathStep::Kind::self: return go_on(place, after);
    case PathStep::Kind::parent: return place.parent != nullptr && go_on(*place.parent, after);
    case PathStep::Kind::fields: return take_fields(place, step, after);
    case PathStep::Kind::all_fields: return take_children(place, step.lists_too, after);
    case PathStep::Kind::indices: return take_indices(place, step, after);
    case PathStep::Kind::slice: return take_slice(place, step, after);
    case PathStep::Kind::descend: return take_descendants(place, after);
    case PathStep::Kind::either: return take_alternatives(place, step, after);
    case PathStep::Kind::filter: return take_filtered(place, step, after);
    case PathStep::Kind::where: return take_if(true, place, step, after);
    case PathStep::Kind::where_not: return take_if(false, place, step, after);
  }
  return true;
}

bool PathWalk::below(const Node& node, const Place& parent, const Rest& rest) {
  return go_on({.node = node, .parent = &parent}, rest);
}

bool PathWalk::take_fields(const Place& place, const PathStep& step, const Rest& rest) {
  for (const auto& name : step.names) {
    std::optional<Node> value;  // of the last such key, as most parsers answer
    for (const auto member : place.node.members()) {
      if (!spend()) return true;
      if (member.key == name) value = member.value;
    }
    if (value && below(*value, place, rest)) return true;
  }
  return false;
}

bool PathWalk::take_children(const Place& place, bool lists_too, const Rest& rest) {
  for (const auto member : place.node.members()) {
    if (!spend() || below(member.value, place, rest)) return true;
  }
  if (!lists_too) return false;
  for (const auto item : place.node.items()) {
    if (!spend() || below(item, place, rest)) return true;
  }
  return false;
}

bool PathWalk::take_indices(const Place& place, const PathStep& step, const Rest& rest) {
  for (std::int64_t index : step.indices) {
    if (index < 0) index += size_of(place.node);
    if (index < 0) continue;
    for (const auto item : place.node.items()) {
      if (!spend()) return true;
      if (index-- > 0) continue;
      if (below(item, place, rest)) return true;
      break;
    }
  }
  return false;
}

bool PathWalk::take_slice(const Place& place, const PathStep& step, const Rest& rest) {
  if (counts_as_false(place.node)) return false;
  const bool is_list = place.node.is_array();
  const std::int64_t size = is_list ? size_of(place.node) : 1;
  if (step.stride < 0) return take_backwards(place, step, size, rest);
  const auto [begin, end, stride] = slice_bounds(step, size);
  if (!is_list) return begin == 0 && end == 1 && below(place.node, place, rest);
  std::int64_t at = 0;
  for (const auto item : place.node.items()) {
    if (at >= end || !spend()) break;
    if (at >= begin && (at - begin) % stride == 0 && below(item, place, rest)) return true;
    ++at;
  }
  return failure_.has_value();
}

bool PathWalk::take_backwards(const Place& place, const PathStep& step, std::int64_t size, const Rest& rest) {
  std::vector<Node> items;
  for (const auto item : place.node.items()) {
    if (!spend()) return true;
    items.push_back(item);
  }
  if (!place.node.is_array()) items.push_back(place.node);
  const auto [begin, end, stride] = slice_bounds(step, size);
  for (std::int64_t i = begin; i > end; i += stride) {
    if (below(items[static_cast<std::size_t>(i)], place, rest)) return true;
  }
  return false;
}

bool PathWalk::take_descendants(const Place& place, const Rest& rest) {
  if (!spend() || go_on(place, rest)) return true;
  for (const auto item : place.node.items()) {
    if (take_descendants({.node = item, .parent = &place}, rest)) return true;
  }
  for (const auto member : place.node.members()) {
    if (take_descendants({.node = member.value, .parent = &place}, rest)) return true;
  }
  return false;
}

bool PathWalk::take_alternatives(const Place& place, const PathStep& step, const Rest& rest) {
  return std::any_of(step.paths.begin(), step.paths.end(), [&](const PathSteps& path) {
    return go_on(place, {.at = path.data(), .end = path.data() + path.size(), .next = &rest, .sink = rest.sink});
  });
}

bool PathWalk::take_filtered(const Place& place, const PathStep& step, const Rest& rest) {
  for (const auto item : place.node.items()) {
    if (!spend() || (holds(step.condition, item) && below(item, place, rest))) return true;
  }
  for (const auto member : place.node.members()) {
    if (!spend() || (holds(step.condition, member.value) && below(member.value, place, rest))) return true;
  }
  return failure_.has_value();
}

bool PathWalk::take_if(bool wanted, const Place& place, const PathStep& step, const Rest& rest) {
  if (leads_somewhere(step.paths.front(), place) != wanted) return failure_.has_value();
  return go_on(place, rest);
}

bool PathWalk::leads_somewhere(const PathSteps& steps, const Place& place) {
  Anything anything;
  go_on(place, {.at = steps.data(), .end = steps.data() + steps.size(), .next = nullptr, .sink = &anything});
  return anything.found;
}

bool PathWalk::holds(const PathCondition& condition, const Node& element) {
  const auto part_holds = [&](const PathCondition& part) { return holds(part, element); };
  switch (condition.kind) {
    case PathCondition::Kind::all: return std::all_of(condition.parts.begin(), condition.parts.end(), part_holds);
    case PathCondition::Kind::any: return std::any_of(condition.parts.begin(), condition.parts.end(), part_holds);
    case PathCondition::Kind::none: return !holds(condition.parts.front(), element) && !failure_;
    case PathCondition::Kind::test: return test(condition, element);
  }
  return false;
}

/// A filter's paths begin at the element, `$` too, as in dlt.
bool PathWalk::test(const PathCondition& condition, const Node& element) {
  const Place place{.node = element, .parent = nullptr};
  if (condition.relation == PathCondition::Relation::exists) return leads_somewhere(condition.path, place);
  Comparing comparing(condition, failure_);
  go_on(place, {.at = condition.path.data(),
                .end = condition.path.data() + condition.path.size(),
                .next = nullptr,
                .sink = &comparing});
  return comparing.found;
}

bool PathWalk::spend() {
  if (left_ > 0) {
    --left_;
    return true;
  }
  if (!failure_) {
    failure_ = fail(ErrorKind::source_data, "the path meets the same values of the answer over and over",
                    "Use one `..` in it instead of several.")
                   .error();
  }
  return false;
}

}  // namespace decant::json
