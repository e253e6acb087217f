#include "source/records/record_selection.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "source/records/key_path.h"

namespace decant::source {

namespace {

constexpr int kDeepestList = 3;
constexpr std::size_t kKeysShown = 20;

struct FoundList {
  std::vector<std::string> keys;
};

/// Lists of an object in document order, those of inner objects at their place.
void collect_lists(const json::Node& object, std::vector<std::string>& keys, std::vector<FoundList>& lists) {
  for (const auto member : object.members()) {
    keys.emplace_back(member.key);
    if (member.value.is_array()) {
      lists.push_back({keys});
    } else if (member.value.is_object() && static_cast<int>(keys.size()) < kDeepestList) {
      collect_lists(member.value, keys, lists);
    }
    keys.pop_back();
  }
}

bool is_usual_name(std::string_view key) {
  static constexpr std::array<std::string_view, 10> kNames{"data", "items",    "results", "entries", "records",
                                                           "rows", "entities", "payload", "content", "objects"};
  return key == "values" || std::find(kNames.begin(), kNames.end(), key) != kNames.end();
}

std::string text_of(const SelectorSpec& spec) {
  std::string text;
  for (const auto& path : spec.paths) text += (text.empty() ? "`" : ", `") + path.text() + "`";
  return text;
}

std::string keys_of(const json::Node& body) {
  if (!body.is_object()) return "it is a " + std::string(json::to_string(body.kind()));
  std::string text;
  std::size_t count = 0;
  for (const auto member : body.members()) {
    if (++count > kKeysShown) return "its keys are " + text + " …";
    std::string key(member.key.substr(0, 80));
    text += (text.empty() ? "`" : ", `") + key + "`";
  }
  return count == 0 ? "it is an empty object" : "its keys are " + text;
}

}  // namespace

json::Path detect_selector(const json::Node& body) {
  std::vector<FoundList> lists;
  std::vector<std::string> keys;
  collect_lists(body, keys, lists);
  const auto usual =
      std::find_if(lists.begin(), lists.end(), [](const FoundList& list) { return is_usual_name(list.keys.back()); });
  if (lists.empty()) return key_path({});
  return key_path(usual == lists.end() ? lists.front().keys : usual->keys);
}

Result<Selection> select_records(const json::Node& body, const SelectorSpec& spec) {
  Selection selection;
  std::vector<json::Node> matches;
  if (spec.paths.empty()) {
    DECANT_TRY(matches, detect_selector(body).evaluate(body));
  }
  for (std::size_t i = 0; i < spec.paths.size() && matches.empty(); ++i) {
    DECANT_TRY(matches, spec.paths[i].evaluate(body));
    selection.selector = i;
  }
  selection.found = !matches.empty();
  if (matches.size() != 1) {
    selection.records = std::move(matches);
  } else if (matches.front().is_array()) {
    for (const auto item : matches.front().items()) selection.records.push_back(item);
  } else if (!matches.front().is_null()) {
    selection.records.push_back(matches.front());
  }
  return selection;
}

Error missing_selector_error(const json::Node& body, const SelectorSpec& spec) {
  Error error =
      config::error_at(spec.location, "the answer has nothing at the selector " + text_of(spec) + "; " + keys_of(body),
                       "Set `data_selector` to the key that holds the records.");
  error.kind = ErrorKind::source_data;
  error.details.json_path = spec.paths.empty() ? "$" : spec.paths.front().text();
  return error;
}

}  // namespace decant::source
