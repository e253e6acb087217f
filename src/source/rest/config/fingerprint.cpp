#include "source/rest/config/fingerprint.h"

#include <algorithm>
#include <string_view>

#include "core/redact.h"
#include "http/headers.h"

namespace decant::source::rest {

namespace {

using config::Node;

/// The value with its secrets hidden: those that were found as such, and those that the redactor knows.
json::Value without_secrets(const Node& node) {
  if (node.is_secret()) return "***";
  if (node.is_text()) return Redactor::process().redact(node.as_text());
  if (node.is_sequence()) {
    json::Value array = json::Value::array();
    for (const auto& item : node.items()) array.push_back(without_secrets(item));
    return array;
  }
  if (!node.is_mapping()) return node.to_json();
  json::Value object = json::Value::object();
  for (const auto& member : node.members())
    object[member.key] = http::is_sensitive_name(member.key) && !member.value.is_null() ? json::Value("***")
                                                                                        : without_secrets(member.value);
  return object;
}

/// The members of these names.
json::Value some(const Node& mapping, std::initializer_list<std::string_view> keys) {
  json::Value object = json::Value::object();
  for (const auto key : keys) {
    if (const Node* value = mapping.find(key)) object[key] = without_secrets(*value);
  }
  return object;
}

}  // namespace

json::Value fingerprint_of_client(const Node& client) { return some(client, {"base_url", "headers", "paginator"}); }

json::Value fingerprint_of_resource(const Node& resource) {
  json::Value document = some(resource, {"name", "include_from_parent", "processing_steps", "exclude"});
  if (const Node* endpoint = resource.find("endpoint"))
    document["endpoint"] =
        some(*endpoint, {"path", "for_each", "method", "headers", "params", "json", "data", "paginator",
                         "data_selector", "success", "response_actions", "incremental"});
  return document;
}

}  // namespace decant::source::rest
