#include "source/rest/config/actions_reader.h"

#include <utility>

namespace decant::source::rest {

namespace {

using config::Element;
using config::Node;
using config::Reader;

/// Whether a text looks like a reference to Python code: `module.function`, `<function f at …>`, `lambda r: …`.
bool is_callable(const std::string& text) {
  return text.starts_with('<') || text.starts_with("lambda") || text.find('.') != std::string::npos ||
         text.find('(') != std::string::npos;
}

std::unexpected<Error> needs_python(const config::Location& place, const std::string& path, const std::string& text) {
  return config::fail_at(place, "`" + path + "`: the Python function `" + text + "` cannot be run",
                         "Use `action: ignore` with status_code or content; what changes records is said with "
                         "`processing_steps`.");
}

Result<void> check_action(const Element& action) {
  const Node& node = action.node;
  if (node.is_text() && is_callable(node.as_text())) return needs_python(node.location(), action.path, node.as_text());
  for (const auto& item : node.items()) {
    if (item.is_text()) return needs_python(item.location(), action.path, item.as_text());
  }
  if (node.is_text()) return {};
  return config::fail_at(node.location(), "`" + action.path + "` must be text", "The action that there is: ignore.");
}

/// Nothing for an entry that never acts.
Result<std::optional<IgnoreSpec>> read_entry(const Element& element, std::vector<std::string>& notes) {
  if (element.node.is_text()) return needs_python(element.node.location(), element.path, element.node.as_text());
  DECANT_TRY(Reader reader, Reader::open(element.node, element.path));
  IgnoreSpec spec;
  const auto status = reader.optional_any("status_code");
  DECANT_TRY(spec.content, reader.optional_text("content"));
  DECANT_TRY(const Element action, reader.any("action"));
  DECANT_TRY(reader.finish());
  DECANT_TRY(check_action(action));
  const auto never = [&](const std::string& why) {
    notes.push_back("`" + element.path + "` (" + element.node.location().to_string() + ") does nothing: " + why);
    return std::optional<IgnoreSpec>();
  };
  if (action.node.as_text() != "ignore") return never("the only action is `ignore`");
  if (status && !status->node.is_null()) {
    if (status->node.kind() == config::Kind::text && !status->node.is_loose())
      return never("its status_code is text, which equals no status; write a number");
    DECANT_TRY(spec.status, reader.optional_integer("status_code"));
  }
  if (!spec.status && !spec.content) return never("it has neither status_code nor content");
  return std::optional(std::move(spec));
}

}  // namespace

Result<std::vector<IgnoreSpec>> read_actions(Reader& endpoint, std::vector<std::string>& notes) {
  std::vector<IgnoreSpec> ignored;
  DECANT_TRY(const auto entries, endpoint.optional_list("response_actions"));
  if (!entries) return ignored;
  for (const auto& element : *entries) {
    DECANT_TRY(auto spec, read_entry(element, notes));
    if (spec) ignored.push_back(std::move(*spec));
  }
  return ignored;
}

}  // namespace decant::source::rest
