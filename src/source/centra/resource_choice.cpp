#include "source/centra/resource_choice.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "config/nearest.h"
#include "source/rest/config/node_merge.h"

namespace decant::source::centra {

namespace {

using config::Node;

const std::string& name_of(const Node& resource) { return resource.find("name")->as_text(); }

const Node* find_named(const std::vector<Node>& resources, const std::string& name) {
  const auto found =
      std::find_if(resources.begin(), resources.end(), [&](const Node& resource) { return name_of(resource) == name; });
  return found == resources.end() ? nullptr : &*found;
}

/// The user's selectors, then the catalogue's: what the user names may be absent (`stock`, whose records are under
/// `products`).
Node with_fallback_selectors(Node merged, const Node& preset, const Node& entry) {
  const Node* endpoint = entry.find("endpoint");
  const Node* own = endpoint == nullptr ? nullptr : endpoint->find("data_selector");
  if (own == nullptr || own->is_null()) return merged;
  Node::Items selectors = own->is_sequence() ? own->items() : Node::Items{*own};
  const Node& known = *preset.find("endpoint")->find("data_selector");
  for (const auto& selector : known.is_sequence() ? known.items() : Node::Items{known}) {
    const bool there = std::any_of(selectors.begin(), selectors.end(), [&](const Node& node) {
      return node.is_text() && node.as_text() == selector.as_text();
    });
    if (!there) selectors.push_back(selector);
  }
  Node list(own->location(), std::move(selectors));
  return rest::with_member(merged, "endpoint",
                           rest::with_member(*merged.find("endpoint"), "data_selector", std::move(list)));
}

/// The parameters of requests that decant sets itself for a resource of the catalogue.
std::vector<std::string> parameters_of(const Node& endpoint) {
  std::vector<std::string> names;
  const auto add = [&](const Node* mapping, std::string_view key) {
    const Node* name = mapping == nullptr || !mapping->is_mapping() ? nullptr : mapping->find(key);
    if (name != nullptr && name->is_text()) names.push_back(name->as_text());
  };
  for (const auto* key : {"start_param", "end_param"}) add(endpoint.find("incremental"), key);
  const Node* paginator = endpoint.find("paginator");
  for (const auto* key : {"limit_param", "offset_param", "page_param"}) add(paginator, key);
  if (paginator != nullptr) names.insert(names.end(), {"limit", "offset", "page"});
  return names;
}

/// A value that is written over would be no more than a wish.
Result<void> check_parameters(const Node& entry, const Node& merged, const std::string& path) {
  const Node* endpoint = entry.find("endpoint");
  const Node* params = endpoint == nullptr || !endpoint->is_mapping() ? nullptr : endpoint->find("params");
  if (params == nullptr || !params->is_mapping()) return {};
  const auto own = parameters_of(*merged.find("endpoint"));
  for (const auto& member : params->members()) {
    if (std::find(own.begin(), own.end(), member.key) == own.end()) continue;
    return config::fail_at(member.location,
                           "`" + path + ".endpoint.params." + member.key + "` is set by decant in each request",
                           "Use start_date, lookback or page_size under `source`, or replace the resource's "
                           "incremental or paginator.");
  }
  return {};
}

/// An entry of the user over the catalogue's.
Node override_preset(const Node& preset, const Node& entry, const Node& normalized) {
  if (entry.is_text()) return preset;
  // A path that nobody wrote is the name, and must not replace the catalogue's.
  const Node* endpoint = entry.find("endpoint");
  const Node given = endpoint != nullptr ? *normalized.find("endpoint") : Node(entry.location(), Node::Members{});
  const bool writes_path = endpoint != nullptr && (endpoint->is_text() || endpoint->find("path") != nullptr);
  const Node own =
      rest::with_member(normalized, "endpoint",
                        writes_path ? given : rest::with_member(given, "path", *preset.find("endpoint")->find("path")));
  return with_fallback_selectors(rest::merge_resource(preset, own), preset, own);
}

std::unexpected<Error> unknown_resource(const Node& name, const std::string& path, std::vector<std::string> known) {
  const auto meant = config::nearest(name.as_text(), known);
  std::string hint = "There are";
  for (const auto& other : known) hint += (other == known.front() ? " " : ", ") + other;
  return config::fail_at(name.location(), "`" + path + "`: Centra has no resource `" + name.as_text() + "`",
                         meant ? "did you mean `" + *meant + "`?" : hint + ".");
}

/// The entries of the user that are resources of the catalogue.
Result<std::vector<Node>> read_wanted(const Node& wanted, const std::vector<Node>& presets,
                                      const ResourcesById& by_id) {
  if (!wanted.is_sequence())
    return config::fail_at(wanted.location(),
                           "`source.resources` must be a list, but is " + std::string(to_string(wanted.kind())));
  std::vector<Node> chosen;
  for (std::size_t i = 0; i < wanted.items().size(); ++i) {
    const Node& entry = wanted.items()[i];
    const std::string path = "source.resources[" + std::to_string(i) + "]";
    DECANT_TRY(const Node normalized, rest::normalize_resource(entry, path));
    const std::string& name = name_of(normalized);
    if (by_id.leaves_out(name)) continue;
    if (const Node* preset = find_named(presets, name)) {
      chosen.push_back(override_preset(*preset, entry, normalized));
      if (!entry.is_text()) DECANT_TRY(check_parameters(entry, chosen.back(), path));
      continue;
    }
    std::vector<std::string> known;
    known.reserve(presets.size() + by_id.left_out.size());
    for (const auto& preset : presets) known.push_back(name_of(preset));
    known.insert(known.end(), by_id.left_out.begin(), by_id.left_out.end());
    return unknown_resource(*normalized.find("name"), path, std::move(known));
  }
  if (chosen.empty() && by_id.configured.empty())
    return config::fail_at(wanted.location(), "`source.resources` leaves nothing to load",
                           wanted.items().empty() ? "Name resources, or remove the key."
                                                  : std::string("To load what comes by id, ") + kHowToGiveIds + ".");
  return chosen;
}

}  // namespace

Result<Node> choose_resources(const std::optional<Node>& wanted, const Node& lists, const ResourcesById& by_id) {
  std::vector<Node> presets = lists.items();
  presets.insert(presets.end(), by_id.configured.begin(), by_id.configured.end());
  if (!wanted) return Node(lists.location(), std::move(presets));
  DECANT_TRY(auto chosen, read_wanted(*wanted, presets, by_id));
  std::vector<Node> more;
  for (const auto& parent : by_id.parents) {
    if (find_named(chosen, parent) == nullptr)
      more.push_back(rest::with_member(*find_named(presets, parent), "selected", Node(wanted->location(), false)));
  }
  for (const auto& resource : by_id.configured) {
    if (find_named(chosen, name_of(resource)) == nullptr) more.push_back(resource);
  }
  chosen.insert(chosen.end(), more.begin(), more.end());
  return Node(wanted->location(), std::move(chosen));
}

}  // namespace decant::source::centra
