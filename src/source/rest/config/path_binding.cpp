#include "source/rest/config/path_binding.h"

#include <algorithm>
#include <utility>

#include "config/nearest.h"
#include "source/rest/config/literal_values.h"
#include "source/rest/placeholder/python_text.h"
#include "source/rest/placeholder/template.h"

namespace decant::source::rest {

namespace {

using config::Member;
using config::Node;

/// A part of a format string: text as it is written, then the place of a placeholder.
struct Part {
  std::string literal;
  bool has_field = false;
};

/// Cuts a format string, which is known to be well-formed, at its placeholders.
std::vector<Part> cut(std::string_view text) {
  std::vector<Part> parts(1);
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '{' && text[at] != '}') {
      parts.back().literal += text[at];
    } else if (at + 1 < text.size() && text[at + 1] == text[at]) {
      parts.back().literal += text.substr(at++, 2);
    } else {
      int depth = 0;
      do {
        depth += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
        ++at;
      } while (depth > 0 && at < text.size());
      --at;
      parts.back().has_field = true;
      parts.emplace_back();
    }
  }
  return parts;
}

/// The work on one path.
class Binding {
 public:
  Binding(const Node& path, const Node& params, std::vector<std::string> resolved, bool has_incremental,
          std::string where)
      : path_(path),
        bound_{.path = path, .params = params, .secrets = {}},
        resolved_(std::move(resolved)),
        has_incremental_(has_incremental),
        where_(std::move(where)) {}

  Result<BoundPath> run() {
    const Node literal = with_literal_values(path_);
    auto compiled = Template::compile(literal.as_text());
    if (!compiled) return config::fail_at(path_.location(), compiled.error().message, compiled.error().hint);
    collect_secrets(path_, bound_.secrets);
    const auto names = compiled->names();
    std::string text;
    std::size_t field = 0;
    for (const auto& part : cut(literal.as_text())) {
      text += part.literal;
      if (!part.has_field) continue;
      DECANT_TRY(const std::string filled, fill_in(names.at(field++)));
      text += filled;
    }
    if (!unbound().empty())
      return config::fail_at(path_.location(),
                             "`" + where_ + ".params." + unbound().front() + "` is of type resolve, but the path `" +
                                 path_.as_text() + "` does not name it",
                             "Write `{" + unbound().front() +
                                 "}` in the path, or `{resources.PARENT.FIELD}` as the value of a parameter.");
    bound_.path = Node(path_.location(), std::move(text));
    return std::move(bound_);
  }

 private:
  /// What takes the place of a placeholder; its conversion and format are gone, as in dlt.
  Result<std::string> fill_in(const std::string& name) {
    if (name.starts_with("resources.") || (has_incremental_ && name.starts_with("incremental.")))
      return "{" + name + "}";
    if (std::find(resolved_.begin(), resolved_.end(), name) != resolved_.end()) {
      // dlt fills a name of type resolve in once; where it stands again, nothing does.
      const bool first = std::find(used_.begin(), used_.end(), name) == used_.end();
      used_.push_back(name);
      return first ? "{" + name + "}" : std::string();
    }
    const Node* value = bound_.params.find(name);
    if (value == nullptr) return unknown(name);
    if (value->is_mapping())
      return config::fail_at(value->location(), "`" + where_ + ".params." + name +
                                                    "`: a path can hold values and parameters of type resolve");
    const Node taken = *value;
    collect_secrets(taken, bound_.secrets);
    std::erase_if(bound_.params.members(), [&](const Member& member) { return member.key == name; });
    return python_str(with_literal_values(taken).to_json());
  }

  Result<std::string> unknown(const std::string& name) const {
    std::vector<std::string> known;
    for (const auto& member : path_params()) known.push_back(member.key);
    const auto meant = config::nearest(name, known);
    std::string hint = "Give it in `params`, or write braces that are no placeholder twice: {{ and }}.";
    if (meant) hint = "did you mean `" + *meant + "`?";
    if (name.find('.') != std::string::npos)
      hint = "Names with a dot are `resources.PARENT.FIELD` and, if the endpoint has `incremental`, `incremental.…`.";
    return config::fail_at(path_.location(),
                           "`" + where_ + ".path` `" + path_.as_text() + "`: there is no parameter `" + name + "`",
                           std::move(hint));
  }

  [[nodiscard]] const Node::Members& path_params() const { return bound_.params.members(); }

  [[nodiscard]] std::vector<std::string> unbound() const {
    std::vector<std::string> left;
    std::copy_if(resolved_.begin(), resolved_.end(), std::back_inserter(left),
                 [&](const std::string& name) { return std::find(used_.begin(), used_.end(), name) == used_.end(); });
    return left;
  }

  const Node& path_;
  BoundPath bound_;
  std::vector<std::string> resolved_;
  std::vector<std::string> used_;
  bool has_incremental_;
  std::string where_;
};

}  // namespace

Result<BoundPath> bind_path(const Node& path, const Node& params, const std::vector<std::string>& resolved,
                            bool has_incremental, const std::string& where) {
  return Binding(path, params, resolved, has_incremental, where).run();
}

}  // namespace decant::source::rest
