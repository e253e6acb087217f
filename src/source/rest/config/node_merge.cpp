#include "source/rest/config/node_merge.h"

#include <algorithm>

namespace decant::source::rest {

namespace {

using config::Member;
using config::Node;

void set(Node& mapping, const Member& member) {
  auto& members = mapping.members();
  const auto found = std::find_if(members.begin(), members.end(), [&](const Member& m) { return m.key == member.key; });
  if (found == members.end()) {
    members.push_back(member);
  } else {
    *found = member;
  }
}

Node overlay(Node base, const Node& over) {
  for (const auto& member : over.members()) set(base, member);
  return base;
}

bool lacks_type(const Node& column) {
  const Node* type = column.find("data_type");
  return type == nullptr || type->is_null();
}

/// Columns as name → hints, whichever way they were written. A list's entry without name is left for the reader to
/// refuse.
Node columns_by_name(const Node& columns) {
  if (!columns.is_sequence()) return columns;
  Node::Members members;
  for (const auto& column : columns.items()) {
    const Node* name = column.find("name");
    if (name == nullptr || !name->is_text()) return columns;
    members.push_back({name->as_text(), column.location(), column});
  }
  return Node(columns.location(), std::move(members));
}

/// Per column, the resource's properties over the default's. A default column without type moves behind the others when
/// the resource gives it one.
Node merge_columns(const Node& defaults, const Node& resource) {
  Node merged = columns_by_name(defaults);
  const Node over = columns_by_name(resource);
  if (!merged.is_mapping() || !over.is_mapping()) return resource;
  for (const auto& member : over.members()) {
    const Node* known = merged.find(member.key);
    if (known == nullptr || !known->is_mapping() || !member.value.is_mapping()) {
      set(merged, member);
      continue;
    }
    Member column{member.key, member.location, overlay(*known, member.value)};
    if (lacks_type(*known) && !lacks_type(column.value))
      std::erase_if(merged.members(), [&](const Member& m) { return m.key == member.key; });
    set(merged, column);
  }
  return merged;
}

Node merge_endpoint(const Node& defaults, const Node& endpoint) {
  Node merged = defaults;
  for (const auto& member : endpoint.members()) {
    const Node* known = merged.find(member.key);
    const bool deeper = (member.key == "params" || member.key == "json") && known != nullptr && known->is_mapping() &&
                        member.value.is_mapping();
    set(merged, deeper ? Member{member.key, member.location, overlay(*known, member.value)} : member);
  }
  return merged;
}

}  // namespace

Node with_member(Node mapping, std::string_view key, Node value) {
  const config::Location location = value.location();
  set(mapping, Member{std::string(key), location, std::move(value)});
  return mapping;
}

Result<Node> normalize_resource(const Node& resource, const std::string& path) {
  const auto& place = resource.location();
  if (resource.is_text()) {
    Node endpoint(place, Node::Members{{"path", place, resource}});
    return Node(place, Node::Members{{"name", place, resource}, {"endpoint", place, std::move(endpoint)}});
  }
  if (!resource.is_mapping())
    return config::fail_at(
        place, "`" + path + "` must be a name or a mapping, but is " + std::string(to_string(resource.kind())));
  const Node* name = resource.find("name");
  if (name == nullptr || !name->is_text() || name->as_text().empty())
    return config::fail_at(place, "`" + path + ".name` is missing", "Give the resource a name.");
  const Node* given = resource.find("endpoint");
  Node endpoint(place, Node::Members{});
  if (given != nullptr && given->is_text()) {
    endpoint = with_member(std::move(endpoint), "path", *given);
  } else if (given != nullptr && given->is_mapping()) {
    endpoint = *given;
  } else if (given != nullptr) {
    return config::fail_at(given->location(), "`" + path + ".endpoint` must be a path or a mapping, but is " +
                                                  std::string(to_string(given->kind())));
  }
  if (endpoint.find("path") == nullptr) endpoint = with_member(std::move(endpoint), "path", *name);
  return with_member(resource, "endpoint", std::move(endpoint));
}

Node merge_resource(const Node& defaults, const Node& resource) {
  Node merged = defaults;
  for (const auto& member : resource.members()) {
    const Node* known = merged.find(member.key);
    Member result = member;
    if (known != nullptr && member.key == "endpoint" && known->is_mapping()) {
      result.value = merge_endpoint(*known, member.value);
    } else if (known != nullptr && member.key == "columns" && !member.value.is_null()) {
      result.value = merge_columns(*known, member.value);
    }
    set(merged, result);
  }
  return merged;
}

}  // namespace decant::source::rest
