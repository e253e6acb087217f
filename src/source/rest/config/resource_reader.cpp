#include "source/rest/config/resource_reader.h"

#include <utility>

#include "source/rest/config/endpoint_reader.h"
#include "source/rest/config/fingerprint.h"
#include "source/rest/config/hints_reader.h"
#include "source/rest/config/parent_reader.h"
#include "source/transform/record_transform.h"

namespace decant::source::rest {

Result<ResourceSpec> read_resource(const config::Element& element, const ClientSpec& client,
                                   const ReadingContext& context) {
  DECANT_TRY(config::Reader reader, config::Reader::open(element.node, element.path));
  DECANT_TRY(const std::string name, reader.text("name"));
  ResourceSpec resource;
  resource.location = element.node.location();
  DECANT_TRY(resource.hints, read_hints(reader, name));
  // Absent: true; null counts as false, as in dlt.
  const config::Node* selected = element.node.find("selected");
  DECANT_TRY(const auto given, reader.optional_boolean("selected"));
  resource.selected = given.value_or(selected == nullptr);
  DECANT_TRY(reader.optional_boolean("parallelized"));  // resources always run beside each other
  DECANT_TRY(resource.steps, read_processing_steps(reader));
  if (!resource.steps.empty()) DECANT_TRY(RecordTransform::prepare(resource.steps));  // for its errors alone
  DECANT_TRY(const config::Element endpoint_element, reader.any("endpoint"));
  DECANT_TRY(ReadEndpoint endpoint, read_endpoint(endpoint_element, client, context));
  DECANT_TRY(resource.parent, read_parent(reader, name, endpoint.request));
  DECANT_TRY(reader.refuse({"exclude"}));
  DECANT_TRY(reader.finish());
  resource.endpoint = std::move(endpoint.spec);
  resource.notes = std::move(endpoint.notes);
  resource.fingerprint = fingerprint_of_resource(element.node);
  resource.fingerprint["client"] = client.fingerprint;
  return resource;
}

}  // namespace decant::source::rest
