#include "config/placeholder.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/missing_value.h"

namespace decant::config {

namespace {

constexpr std::string_view kSecretsPrefix = "{secrets.";
constexpr std::string_view kConfigPrefix = "{config.";

class Resolver {
 public:
  explicit Resolver(const Providers& providers) : providers_(providers) {}

  /// Replaces placeholders in `node` and below; notes those without a value.
  Result<void> resolve(Node& node, const std::string& path) {
    if (node.is_text()) return resolve_text(node, path);
    if (node.is_sequence()) {
      std::size_t index = 0;
      for (auto& item : node.items()) DECANT_TRY(resolve(item, path + "[" + std::to_string(index++) + "]"));
    } else if (node.is_mapping()) {
      for (auto& member : node.members())
        DECANT_TRY(resolve(member.value, path.empty() ? member.key : path + "." + member.key));
    }
    return {};
  }

  [[nodiscard]] const std::vector<MissingValue>& missing() const { return missing_; }

 private:
  Result<void> resolve_text(Node& node, const std::string& field) {
    const std::string_view text = node.as_text();
    const bool secret = text.starts_with(kSecretsPrefix);
    const auto prefix = secret ? kSecretsPrefix : kConfigPrefix;
    if (text.starts_with(prefix) && text.find('}') == text.size() - 1)
      return replace(node, field, std::string(text.substr(prefix.size(), text.size() - prefix.size() - 1)), secret);
    if (text.find(kSecretsPrefix) == std::string_view::npos && text.find(kConfigPrefix) == std::string_view::npos)
      return {};
    return fail_at(node.location(), in_quotes(field) + " holds a {secrets.…} or {config.…} placeholder amid other text",
                   "let the whole value be the placeholder, and the stored value be the whole text");
  }

  Result<void> replace(Node& node, const std::string& field, const std::string& path, bool secret) {
    SectionPath sections = split_path(path);
    for (const auto& part : sections) {
      if (part.empty())
        return fail_at(node.location(), in_quotes(field) + " is a placeholder with an empty name in its path");
    }
    DECANT_TRY(auto answer, providers_.at(path, secret));
    if (answer.found) {
      node = std::move(answer.found->value);
      return {};
    }
    Query query;
    query.key = std::move(sections.back());
    sections.pop_back();
    query.sections = std::move(sections);
    query.is_secret = secret;
    missing_.push_back({field, std::move(query), std::move(answer.trail), node.location()});
    return {};
  }

  const Providers& providers_;
  std::vector<MissingValue> missing_;
};

}  // namespace

Result<Node> resolve_placeholders(Node document, const Providers& providers) {
  Resolver resolver(providers);
  DECANT_TRY(resolver.resolve(document, ""));
  if (!resolver.missing().empty()) return fail(missing_value_error(resolver.missing(), providers));
  return document;
}

}  // namespace decant::config
