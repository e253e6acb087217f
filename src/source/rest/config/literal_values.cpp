#include "source/rest/config/literal_values.h"

#include <string>

#include "core/redact.h"
#include "source/rest/placeholder/python_text.h"

namespace decant::source::rest {

namespace {

std::string doubled_braces(const std::string& text) {
  std::string result;
  for (const char c : text) {
    result += c;
    if (c == '{' || c == '}') result += c;
  }
  return result;
}

}  // namespace

config::Node with_literal_values(config::Node node) {
  if (node.is_text() && (node.is_secret() || node.is_loose()))
    return config::Node(node.location(), doubled_braces(node.as_text()));
  if (node.is_sequence()) {
    for (auto& item : node.items()) item = with_literal_values(std::move(item));
  } else if (node.is_mapping()) {
    for (auto& member : node.members()) member.value = with_literal_values(std::move(member.value));
  }
  return node;
}

void collect_secrets(const config::Node& node, std::vector<std::string>& secrets) {
  for (const auto& item : node.items()) collect_secrets(item, secrets);
  for (const auto& member : node.members()) collect_secrets(member.value, secrets);
  if (!node.is_secret() || node.is_sequence() || node.is_mapping() || node.is_null()) return;
  secrets.push_back(python_str(node.to_json()));
  Redactor::process().add(secrets.back());
}

}  // namespace decant::source::rest
