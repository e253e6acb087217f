#include "source/rest/config/spec_reader.h"

#include <algorithm>
#include <utility>

#include "config/reader.h"
#include "http/url.h"
#include "source/rest/config/client_reader.h"
#include "source/rest/config/known_api.h"
#include "source/rest/config/node_merge.h"
#include "source/rest/config/parent_reader.h"
#include "source/rest/config/resource_reader.h"
#include "source/selected_resources.h"

namespace decant::source::rest {

namespace {

using config::Node;
using config::Reader;

Result<Node> read_defaults(const RestConfig& config) {
  const Node& defaults = config.resource_defaults;
  if (defaults.is_null()) return Node(config.client.location(), Node::Members{});
  const std::string path = config.path + "resource_defaults";
  DECANT_TRY(const Reader reader, Reader::open(defaults, path));
  if (const Node* name = defaults.find("name"))
    return config::fail_at(name->location(), "`" + path + ".name`: defaults have no name", "Remove the key.");
  const Node* endpoint = defaults.find("endpoint");
  if (endpoint != nullptr && !endpoint->is_mapping())
    return config::fail_at(endpoint->location(), "`" + path + ".endpoint` must be a mapping");
  return defaults;
}

Result<void> refuse_duplicate(const std::vector<ResourceSpec>& known, const std::string& name, const Node& node) {
  const auto found =
      std::find_if(known.begin(), known.end(), [&](const ResourceSpec& spec) { return spec.hints.name == name; });
  if (found == known.end()) return {};
  return config::fail_at(node.location(), "a resource named `" + name + "` stands above already",
                         "Give each resource a name of its own.");
}

}  // namespace

Result<RestSpec> read_rest_spec(const RestConfig& config, const ReadingContext& context) {
  RestSpec spec;
  spec.name = context.name;
  spec.strict = context.strict;
  const std::string client_path = config.path + "client";
  const Node* base_url = config.client.find("base_url");
  const KnownApi* known = base_url != nullptr && base_url->is_text() ? known_api_at(base_url->as_text()) : nullptr;
  if (known != nullptr) {
    DECANT_TRY(check_client(*known, config.client, client_path + "."));
    spec.api = known;
  }
  DECANT_TRY(const ClientSpec client, read_client({config.client, client_path}, context));
  spec.transport = client.transport;
  spec.base_url = client.base_url_place;
  spec.base_url_origin = http::origin_of(client.base_url).value_or("");
  DECANT_TRY(const Node defaults, read_defaults(config));
  const std::string list_path = config.path + "resources";
  if (!config.resources.is_sequence())
    return config::fail_at(config.resources.location(), "`" + list_path + "` must be a list, but is " +
                                                            std::string(to_string(config.resources.kind())));
  for (std::size_t i = 0; i < config.resources.items().size(); ++i) {
    const std::string path = list_path + "[" + std::to_string(i) + "]";
    DECANT_TRY(const Node normalized, normalize_resource(config.resources.items()[i], path));
    DECANT_TRY(ResourceSpec resource,
               read_resource(config::Element{merge_resource(defaults, normalized), path}, client, context));
    DECANT_TRY(refuse_duplicate(spec.resources, resource.hints.name, config.resources.items()[i]));
    spec.resources.push_back(std::move(resource));
  }
  DECANT_TRY(check_parents(spec.resources));
  return spec;
}

Result<void> select_resources(RestSpec& spec, const std::vector<std::string>& names) {
  if (names.empty()) return {};
  std::vector<std::string> known;
  for (auto& resource : spec.resources) {
    known.push_back(resource.hints.name);
    const bool named = std::find(names.begin(), names.end(), resource.hints.name) != names.end();
    resource.moves_state = named || !resource.selected;
    resource.selected = named;
  }
  return check_selected(names, known, spec.name);
}

}  // namespace decant::source::rest
