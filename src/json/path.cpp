#include "json/path.h"

#include "json/path_overlap.h"
#include "json/path_reader.h"
#include "json/path_step.h"
#include "json/path_walk.h"

namespace decant::json {

namespace {

class All : public PathWalk::Sink {
 public:
  bool take(const Node& node) override {
    nodes.push_back(node);
    return false;
  }
  std::vector<Node> nodes;
};

class First : public PathWalk::Sink {
 public:
  bool take(const Node& node) override {
    found = node;
    return true;
  }
  std::optional<Node> found;
};

}  // namespace

Result<Path> Path::compile(std::string_view text) {
  DECANT_TRY(PathSteps steps, PathReader(text).read());
  return Path(std::string(text), std::make_shared<const Steps>(std::move(steps)));
}

Result<std::vector<Node>> Path::evaluate(const Node& root) const {
  All all;
  PathWalk walk(root, text_.size());
  walk.run(*steps_, all);
  if (auto failure = walk.failure()) return fail(std::move(*failure).within("JSONPath `" + text_ + "`"));
  return std::move(all.nodes);
}

Result<std::optional<Node>> Path::first(const Node& root) const {
  First first;
  PathWalk walk(root, text_.size());
  walk.run(*steps_, first);
  if (auto failure = walk.failure()) return fail(std::move(*failure).within("JSONPath `" + text_ + "`"));
  return first.found;
}

bool Path::may_hold(const Path& other) const { return json::may_hold(*steps_, *other.steps_); }

std::optional<std::vector<std::string>> Path::keys() const {
  std::vector<std::string> keys;
  for (const auto& step : *steps_) {
    if (step.kind == PathStep::Kind::root && keys.empty()) continue;
    if (step.kind != PathStep::Kind::fields || step.names.size() != 1) return std::nullopt;
    keys.push_back(step.names.front());
  }
  return keys;
}

}  // namespace decant::json
