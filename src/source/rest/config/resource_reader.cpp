#include "source/rest/config/resource_reader.h"

#include <algorithm>
#include <utility>

#include "source/incremental/incremental_reader.h"
#include "source/records/exclusion_reader.h"
#include "source/records/hints_reader.h"
#include "source/rest/config/endpoint_reader.h"
#include "source/rest/config/fingerprint.h"
#include "source/rest/config/parent_reader.h"
#include "source/transform/record_transform.h"

namespace decant::source::rest {

namespace {

/// The column of a plain cursor is marked in the table's document, behind those of the keys.
void hint_cursor(const IncrementalSpec& incremental, schema::ResourceHints& hints) {
  if (!incremental.field) return;
  const auto column = [&](const std::string& name) -> schema::Column& {
    const auto found = std::find_if(hints.columns.begin(), hints.columns.end(),
                                    [&](const schema::Column& known) { return known.name == name; });
    if (found != hints.columns.end()) return *found;
    hints.columns.emplace_back().name = name;
    return hints.columns.back();
  };
  for (const auto& name : hints.primary_key) column(name);
  for (const auto& name : hints.merge_key) column(name);
  column(*incremental.field).other["incremental"] = true;
}

Result<void> check_ask_once(const config::Reader& reader, const ResourceSpec& resource,
                            const RequestTemplate& request) {
  if (!resource.asks_once) return {};
  if (!resource.parent && !request.for_each)
    return reader.fail("ask_once", "is for resources with a parent or `for_each`", "Remove the key.");
  if (resource.parent && !resource.parent->included.empty())
    return reader.fail("ask_once", "would give the fields of `include_from_parent` of one parent's record alone",
                       "Remove one of them.");
  return {};
}

}  // namespace

Result<ResourceSpec> read_resource(const config::Element& element, const ClientSpec& client,
                                   const ReadingContext& context) {
  DECANT_TRY(config::Reader reader, config::Reader::open(element.node, element.path));
  DECANT_TRY(const std::string name, reader.text("name"));
  ResourceSpec resource;
  resource.location = element.node.find("name")->location();  // what a catalogue knows of it stands elsewhere
  DECANT_TRY(resource.hints, read_hints(reader, name));
  // Absent: true; null counts as false, as in dlt.
  const config::Node* selected = element.node.find("selected");
  DECANT_TRY(const auto given, reader.optional_boolean("selected"));
  resource.selected = given.value_or(selected == nullptr);
  DECANT_TRY(const auto parallelized, reader.optional_boolean("parallelized"));
  resource.parallelized = parallelized.value_or(false);
  DECANT_TRY(const auto asks_once, reader.optional_boolean("ask_once"));
  resource.asks_once = asks_once.value_or(false);
  DECANT_TRY(resource.steps, read_processing_steps(reader));
  if (!resource.steps.empty()) DECANT_TRY(RecordTransform::prepare(resource.steps));  // for its errors alone
  DECANT_TRY(auto key, read_dedup_key(reader));
  DECANT_TRY(const config::Element endpoint_element, reader.any("endpoint"));
  DECANT_TRY(ReadEndpoint endpoint, read_endpoint(endpoint_element, client, context, std::move(key)));
  DECANT_TRY(resource.parent, read_parent(reader, name, endpoint.request));
  if (resource.parent && endpoint.spec.request.for_each)
    return reader.fail("endpoint", "has both a parent and `for_each`", "Remove one of them.");
  DECANT_TRY(check_ask_once(reader, resource, endpoint.spec.request));
  DECANT_TRY(resource.excluded, read_exclude(reader));
  DECANT_TRY(reader.finish());
  resource.endpoint = std::move(endpoint.spec);
  const auto& incremental = resource.endpoint.incremental;
  const auto* cursor = incremental && !incremental->run_window ? &*incremental : nullptr;
  DECANT_TRY(check_excluded(resource.excluded, values_needed(element.node, resource.hints, cursor)));
  drop_excluded_columns(resource.excluded, resource.hints.columns);
  if (incremental) hint_cursor(*incremental, resource.hints);
  resource.notes = std::move(endpoint.notes);
  resource.fingerprint = fingerprint_of_resource(element.node);
  resource.fingerprint["client"] = client.fingerprint;
  if (incremental && incremental->interval) {
    resource.fingerprint["interval"] = json::Value::array();
    resource.fingerprint["interval"].push_back(incremental->interval->start);
    resource.fingerprint["interval"].push_back(incremental->interval->end);
  }
  return resource;
}

}  // namespace decant::source::rest
