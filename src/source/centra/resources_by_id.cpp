#include "source/centra/resources_by_id.h"

#include <algorithm>
#include <utility>

#include "config/nearest.h"
#include "source/rest/config/node_merge.h"

namespace decant::source::centra {

namespace {

using config::Element;
using config::Node;
using config::Reader;

/// The placeholder in the paths of the catalogue.
constexpr const char* kId = "id";

Node mapping_of(const config::Location& place, std::string_view key, Node value) {
  return rest::with_member(Node(place, Node::Members{}), key, std::move(value));
}

Node with_endpoint_member(const Node& resource, std::string_view key, Node value) {
  return rest::with_member(resource, "endpoint", rest::with_member(*resource.find("endpoint"), key, std::move(value)));
}

/// The resource for each record of a parent.
Result<Node> of_parent(const Element& given, const Node& entry, ResourcesById& found) {
  DECANT_TRY(Reader reader, Reader::open(given.node, given.path));
  DECANT_TRY(const std::string parent, reader.text("from"));
  DECANT_TRY(reader.finish());
  const Node* parents = entry.find("parents");
  const Node* field = parents == nullptr ? nullptr : parents->find(parent);
  if (field == nullptr) {
    std::vector<std::string> known;
    if (parents != nullptr) {
      for (const auto& member : parents->members()) known.push_back(member.key);
    }
    if (known.empty()) return reader.fail("from", "is not possible: no resource has these ids", "Write a list of ids.");
    std::string hint = "Its ids are in";
    for (const auto& name : known) hint += (name == known.front() ? " " : ", ") + name;
    const auto meant = config::nearest(parent, known);
    return reader.fail("from", "names no resource with these ids: " + parent,
                       meant ? "did you mean `" + *meant + "`?" : hint + ".");
  }
  if (std::find(found.parents.begin(), found.parents.end(), parent) == found.parents.end())
    found.parents.push_back(parent);
  const config::Location& place = given.node.location();
  Node param = mapping_of(place, "type", Node(place, std::string("resolve")));
  param = rest::with_member(std::move(param), "resource", Node(place, parent));
  param = rest::with_member(std::move(param), "field", *field);
  return with_endpoint_member(*entry.find("resource"), "params", mapping_of(place, kId, std::move(param)));
}

}  // namespace

const char* const kHowToGiveIds =
    "set `vouchers: [ids]`, `customer: [ids]`, or `customer: {from: orders}` (or `customers`)";

bool ResourcesById::leaves_out(const std::string& name) const {
  return std::find(left_out.begin(), left_out.end(), name) != left_out.end();
}

Result<ResourcesById> read_resources_by_id(Reader& source, const Node& by_id) {
  ResourcesById found;
  for (const auto& entry : by_id.items()) {
    const Node& resource = *entry.find("resource");
    const std::string& name = resource.find("name")->as_text();
    const auto given = source.optional_any(name);
    const bool is_empty = !given || given->node.is_null() || (given->node.is_sequence() && given->node.items().empty());
    if (is_empty) {
      found.left_out.push_back(name);
    } else if (given->node.is_mapping()) {
      DECANT_TRY(Node made, of_parent(*given, entry, found));
      found.configured.push_back(std::move(made));
    } else if (given->node.is_sequence()) {
      found.configured.push_back(
          with_endpoint_member(resource, "for_each", mapping_of(given->node.location(), kId, given->node)));
    } else {
      return source.fail(name, "must be a list of ids", "Write `" + name + ": [1, 2]`.");
    }
  }
  return found;
}

}  // namespace decant::source::centra
