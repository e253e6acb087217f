#include "source/rest/config/spec_reader.h"

#include <algorithm>
#include <utility>

#include "config/nearest.h"
#include "config/reader.h"
#include "core/redact.h"
#include "source/rest/config/endpoint_reader.h"
#include "source/rest/config/hints_reader.h"
#include "source/rest/config/known_api.h"
#include "source/rest/config/node_merge.h"

namespace decant::source::rest {

namespace {

using config::Element;
using config::Node;
using config::Reader;

/// What decides the pages of a resource. Credentials may change between the runs of one package, so they are left out.
json::Value fingerprint_of(const EndpointSpec& endpoint, const std::string& name, const Node& merged) {
  const auto redact = [](std::string_view text) { return Redactor::process().redact(text); };
  json::Value document = json::Value::object();
  document["name"] = name;
  document["request"] = endpoint.method + " " + redact(http::append_parameters(endpoint.url, endpoint.params));
  json::Value headers = json::Value::array();
  for (const auto& [header, value] : endpoint.headers.fields()) headers.push_back(redact(header + ": " + value));
  document["headers"] = std::move(headers);
  for (const char* key : {"paginator", "data_selector", "success"}) {
    const Node* node = merged.find(key);
    if (node != nullptr) document[key] = node->to_json();
  }
  return document;
}

Result<void> refuse_later_keys(Reader& reader) {
  return reader.refuse({"include_from_parent", "processing_steps", "schema_contract", "table_format", "file_format",
                        "references", "parent_table_name", "exclude"});
}

Result<ResourceSpec> read_resource(const Element& element, const ClientSpec& client, const ReadingContext& context) {
  DECANT_TRY(Reader reader, Reader::open(element.node, element.path));
  DECANT_TRY(const std::string name, reader.text("name"));
  ResourceSpec resource;
  DECANT_TRY(resource.hints, read_hints(reader, name));
  // Absent: true; null counts as false, as in dlt.
  const Node* selected = element.node.find("selected");
  DECANT_TRY(const auto given, reader.optional_boolean("selected"));
  resource.selected = given.value_or(selected == nullptr);
  DECANT_TRY(reader.optional_boolean("parallelized"));  // resources always run beside each other
  DECANT_TRY(const Element endpoint, reader.any("endpoint"));
  DECANT_TRY(refuse_later_keys(reader));
  DECANT_TRY(reader.finish());
  DECANT_TRY(resource.endpoint, read_endpoint(endpoint, client, context));
  resource.fingerprint = fingerprint_of(resource.endpoint, name, endpoint.node);
  if (client.paginator && resource.fingerprint.find("paginator") == nullptr)
    resource.fingerprint["paginator"] = client.paginator->node.to_json();
  return resource;
}

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
    spec.status_hints = known->status_hints;
  }
  DECANT_TRY(const ClientSpec client, read_client({config.client, client_path}, context));
  DECANT_TRY(const Node defaults, read_defaults(config));
  const std::string list_path = config.path + "resources";
  if (!config.resources.is_sequence())
    return config::fail_at(config.resources.location(), "`" + list_path + "` must be a list, but is " +
                                                            std::string(to_string(config.resources.kind())));
  for (std::size_t i = 0; i < config.resources.items().size(); ++i) {
    const std::string path = list_path + "[" + std::to_string(i) + "]";
    DECANT_TRY(const Node normalized, normalize_resource(config.resources.items()[i], path));
    DECANT_TRY(ResourceSpec resource, read_resource({merge_resource(defaults, normalized), path}, client, context));
    DECANT_TRY(refuse_duplicate(spec.resources, resource.hints.name, config.resources.items()[i]));
    spec.resources.push_back(std::move(resource));
  }
  return spec;
}

Result<void> select_resources(RestSpec& spec, const std::vector<std::string>& names) {
  if (names.empty()) return {};
  std::vector<std::string> known;
  for (auto& resource : spec.resources) {
    known.push_back(resource.hints.name);
    resource.selected = std::find(names.begin(), names.end(), resource.hints.name) != names.end();
  }
  for (const auto& name : names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const auto meant = config::nearest(name, known);
    std::string hint = "The source has";
    for (const auto& other : known) hint += (other == known.front() ? " " : ", ") + other;
    if (meant) hint = "did you mean `" + *meant + "`?";
    return fail(ErrorKind::config, "the source " + spec.name + " has no resource `" + name + "`", std::move(hint));
  }
  return {};
}

}  // namespace decant::source::rest
