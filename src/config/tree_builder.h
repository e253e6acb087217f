#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>

#include "config/document.h"
#include "config/node.h"

namespace decant::config {

/// Counts what a document holds, so that a small file cannot unfold into a large tree. Long texts count more than once.
class NodeBudget {
 public:
  /// Takes one value with `text_size` bytes of text. Error: the document is used up.
  Result<void> take(const Location& location, std::size_t text_size = 0);
  /// Takes a whole tree that is about to be copied.
  Result<void> take_copy(const Location& location, const Node& node);

 private:
  std::size_t left_ = kMaxNodes;
};

/// Error: `depth`, 1 for the top level, is beyond kMaxDepth.
Result<void> check_depth(int depth, const Location& location);

/// Collects the members of a mapping and refuses a key that stands twice.
class MappingBuilder {
 public:
  /// Error: the key is there already; names both lines.
  Result<void> check(const std::string& key, const Location& location) const;
  /// Adds a member whose key was checked.
  void add(std::string key, Location location, Node value);
  Node::Members take() { return std::move(members_); }

 private:
  Node::Members members_;
  std::unordered_map<std::string, int> lines_;
};

}  // namespace decant::config
