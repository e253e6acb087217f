#include "config/tree_builder.h"

#include <utility>

namespace decant::config {

namespace {

constexpr std::size_t kTextUnit = 256;

std::size_t weight(const Node& node) {
  std::size_t sum = 1 + (node.is_text() ? node.as_text().size() / kTextUnit : 0);
  for (const auto& item : node.items()) sum += weight(item);
  for (const auto& member : node.members()) sum += weight(member.value) + member.key.size() / kTextUnit;
  return sum;
}

}  // namespace

Result<void> NodeBudget::take(const Location& location, std::size_t text_size) {
  const std::size_t units = 1 + text_size / kTextUnit;
  if (units > left_) return fail_at(location, "the document holds more values than a configuration may");
  left_ -= units;
  return {};
}

Result<void> NodeBudget::take_copy(const Location& location, const Node& node) {
  const std::size_t units = weight(node);
  if (units > left_)
    return fail_at(location, "the document holds more values than a configuration may, once its aliases are resolved");
  left_ -= units;
  return {};
}

Result<void> check_depth(int depth, const Location& location) {
  if (depth <= kMaxDepth) return {};
  return fail_at(location, "nested deeper than " + std::to_string(kMaxDepth) + " levels");
}

Result<void> MappingBuilder::check(const std::string& key, const Location& location) const {
  const auto known = lines_.find(key);
  if (known == lines_.end()) return {};
  return fail_at(location,
                 "the key " + in_quotes(key) + " stands twice, first in line " + std::to_string(known->second),
                 "keep one of the two");
}

void MappingBuilder::add(std::string key, Location location, Node value) {
  lines_.emplace(key, location.line);
  members_.push_back({std::move(key), std::move(location), std::move(value)});
}

}  // namespace decant::config
