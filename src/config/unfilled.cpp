#include "config/unfilled.h"

#include <algorithm>
#include <array>

namespace decant::config {

namespace {

constexpr std::array<std::string_view, 3> kTemplateTexts{kFillIn, "1768-07-21T02:56:07.000003Z", "1768-07-21"};

void collect_unfilled(const Node& node, const std::string& path, std::vector<Unfilled>& found) {
  if (node.is_text() && std::find(kTemplateTexts.begin(), kTemplateTexts.end(), node.as_text()) != kTemplateTexts.end())
    found.push_back({path, node.location()});
  std::size_t index = 0;
  for (const auto& item : node.items()) collect_unfilled(item, path + "[" + std::to_string(index++) + "]", found);
  for (const auto& member : node.members())
    collect_unfilled(member.value, path.empty() ? member.key : path + "." + member.key, found);
}

}  // namespace

std::vector<Unfilled> find_unfilled(const Node& node, const std::string& path) {
  std::vector<Unfilled> found;
  collect_unfilled(node, path, found);
  return found;
}

Error unfilled_error(const std::vector<Unfilled>& values) {
  const Unfilled& first = values.front();
  if (values.size() == 1)
    return error_at(first.location, in_quotes(first.path) + " is still to be filled in: it holds the template's text",
                    "Put the real value there.");
  std::string message = std::to_string(values.size()) + " values are still to be filled in:";
  for (const auto& value : values) message += "\n  " + value.location.to_string() + ": " + in_quotes(value.path);
  Error error = error_at(Location{}, message, "Put the real values in the place of the template's texts.");
  if (first.location.line > 0) {
    error.details.file = *first.location.source;
    error.details.line = first.location.line;
  }
  return error;
}

Result<void> check_filled(const Node& node, const std::string& path) {
  const auto values = find_unfilled(node, path);
  if (!values.empty()) return fail(unfilled_error(values));
  return {};
}

}  // namespace decant::config
