#include "json/path.h"

#include <algorithm>

#include "json/path_reader.h"

namespace decant::json {

namespace {

using Step = Path::Step;

void take_fields(const Node& node, const Step& step, std::vector<Node>& found) {
  for (const auto& name : step.names) {
    Node value = node;
    if (node.find(name, value)) found.push_back(value);
  }
}

void take_index(const Node& node, const Step& step, std::vector<Node>& found) {
  if (!node.is_array()) return;
  std::vector<Node> items;
  for (const auto item : node.items()) items.push_back(item);
  const auto size = static_cast<std::int64_t>(items.size());
  if (step.index >= size || step.index < -size) return;
  found.push_back(items[static_cast<std::size_t>(step.index < 0 ? step.index + size : step.index)]);
}

/// What Python counts as false: such a value is no list of one.
bool is_empty(const Node& node) {
  const Token& token = node.token();
  switch (node.kind()) {
    case Kind::null: return true;
    case Kind::boolean: return !token.boolean;
    case Kind::integer: return token.integer == 0;
    case Kind::real: return token.real == 0;
    case Kind::string: return token.size == 0;
    case Kind::array:
    case Kind::object: return node.next() == node.index() + 1;
    case Kind::unsigned_integer:
    case Kind::number_text: return false;
  }
  return false;
}

/// Bounds as Python's slice.indices: absent and out-of-range ones become the ends.
std::int64_t clamp_bound(std::optional<std::int64_t> bound, std::int64_t fallback, std::int64_t size,
                         std::int64_t stride) {
  if (!bound) return fallback;
  const std::int64_t least = stride > 0 ? 0 : -1;
  const std::int64_t most = stride > 0 ? size : size - 1;
  const std::int64_t value = *bound < 0 ? std::max(*bound, -size - 1) + size : std::min(*bound, size);
  return std::clamp(value, least, most);
}

void take_slice(const Node& node, const Step& step, std::vector<Node>& found) {
  if (is_empty(node)) return;
  std::vector<Node> items;
  if (node.is_array()) {
    for (const auto item : node.items()) items.push_back(item);
  } else {
    items.push_back(node);
  }
  const auto size = static_cast<std::int64_t>(items.size());
  const std::int64_t stride = std::clamp(step.stride, -size - 1, size + 1);
  const std::int64_t begin = clamp_bound(step.begin, stride > 0 ? 0 : size - 1, size, stride);
  const std::int64_t end = clamp_bound(step.end, stride > 0 ? size : -1, size, stride);
  for (std::int64_t i = begin; stride > 0 ? i < end : i > end; i += stride)
    found.push_back(items[static_cast<std::size_t>(i)]);
}

void take_step(const Node& node, const Step& step, std::vector<Node>& found) {
  switch (step.kind) {
    case Step::Kind::fields: take_fields(node, step, found); return;
    case Step::Kind::all_fields:
      for (const auto member : node.members()) found.push_back(member.value);
      return;
    case Step::Kind::index: take_index(node, step, found); return;
    case Step::Kind::slice: take_slice(node, step, found); return;
  }
}

void take_at_any_depth(const Node& node, const Step& step, std::vector<Node>& found) {
  take_step(node, step, found);
  for (const auto item : node.items()) take_at_any_depth(item, step, found);
  for (const auto member : node.members()) take_at_any_depth(member.value, step, found);
}

}  // namespace

Result<Path> Path::compile(std::string_view text) {
  DECANT_TRY(std::vector<Step> steps, PathReader(text).read());
  return Path(std::string(text), std::move(steps));
}

std::vector<Node> Path::evaluate(const Node& root) const {
  std::vector<Node> nodes{root};
  std::vector<Node> found;
  for (const Step& step : steps_) {
    found.clear();
    for (const Node& node : nodes) {
      if (step.any_depth) {
        take_at_any_depth(node, step, found);
      } else {
        take_step(node, step, found);
      }
    }
    std::swap(nodes, found);
  }
  return nodes;
}

std::optional<Node> Path::first(const Node& root) const {
  const auto nodes = evaluate(root);
  return nodes.empty() ? std::nullopt : std::optional<Node>(nodes.front());
}

}  // namespace decant::json
