#include "source/records/exclusion.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string_view>

#include "json/omission.h"
#include "json/write.h"

namespace decant::source {

namespace {

/// Adds the members that a later one of the same key takes the place of.
void add_repeated(const json::Node& value, std::vector<std::uint32_t>& omitted) {
  std::map<std::string_view, std::uint32_t> last;
  for (const auto member : value.members()) {
    const auto [known, is_new] = last.try_emplace(member.key, member.value.index());
    if (!is_new) {
      omitted.push_back(known->second);
      known->second = member.value.index();
    }
    add_repeated(member.value, omitted);
  }
  for (const auto item : value.items()) add_repeated(item, omitted);
}

}  // namespace

Result<void> Exclusion::append_stored(const json::Node& record, std::string& text) {
  ++records_;
  if (!record.is_object() && !record.is_array()) {
    text += json::write(record);
    return {};
  }
  std::vector<std::uint32_t> omitted;
  add_repeated(record, omitted);
  for (std::size_t i = 0; i < paths_.size(); ++i) {
    DECANT_TRY(const auto nodes, paths_[i].path.evaluate(record));
    for (const auto& node : nodes) omitted.push_back(node.index());
    if (!nodes.empty()) matched_[i] = true;
  }
  std::sort(omitted.begin(), omitted.end());
  if (std::binary_search(omitted.begin(), omitted.end(), record.index())) {
    text += record.is_object() ? "{}" : "[]";
  } else {
    json::append_without(record, omitted, text);
  }
  return {};
}

std::vector<std::string> Exclusion::unmatched() const {
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < paths_.size() && records_ > 0; ++i) {
    if (!matched_[i]) paths.push_back(paths_[i].path.text());
  }
  return paths;
}

}  // namespace decant::source
