#include "source/rest/extract/resource_tree.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace decant::source::rest {

namespace {

/// The sequence of the requests that a record begins: the address of the record among those of its parents.
std::string sequence_of(const PageAddress& parent, std::size_t index) {
  const std::string own = std::to_string(parent.page) + "." + std::to_string(index);
  return parent.sequence.empty() ? own : parent.sequence + "/" + own;
}

/// What stands for the placeholders `incremental.…`; a name that the cursor does not know is left for the template to
/// refuse.
Result<void> add_cursor_values(const IncrementalCursor& cursor, const RequestTemplate& request, ParentValues& values) {
  for (const auto& name : request.incremental_names) {
    DECANT_TRY(auto value, cursor.attribute(std::string_view(name).substr(name.find('.') + 1)));
    if (value) values.placeholders.emplace_back(name, std::move(*value));
  }
  return {};
}

/// The parameters that ask the server for what is new. The value that the run began with also for a resource with a
/// parent: each of its sequences may hold records that are older than the newest of another.
void set_cursor_params(const IncrementalSpec& spec, const IncrementalCursor& cursor, PageRequest& request) {
  if (spec.start_param) request.set({.param = *spec.start_param, .keys = {}}, cursor.start_value());
  if (spec.end_param) request.set({.param = *spec.end_param, .keys = {}}, cursor.end_value());
}

}  // namespace

Result<ResourceTree> ResourceTree::make(const RestSpec& source, const std::vector<const ResourceSpec*>& specs,
                                        const MakeClient& make_client, PageSink& sink, const CancelToken& cancel) {
  ResourceTree tree;
  auto& runs = tree.runs_;
  for (const ResourceSpec* spec : specs) {
    DECANT_TRY(const ResourceState* state, sink.resource_state(spec->hints.name));
    const auto& incremental = spec->endpoint.incremental;
    DECANT_TRY(RecordFlow flow,
               RecordFlow::prepare(spec->hints.name, spec->steps, incremental ? &*incremental : nullptr, *state));
    runs.push_back(std::make_unique<ResourceRun>(source, *spec, make_client(*spec), std::move(flow), sink, cancel));
    if (!spec->parent) continue;
    const auto parent =
        std::find_if(runs.begin(), runs.end(), [&](const auto& run) { return run->name() == spec->parent->resource; });
    if (parent != runs.end()) (*parent)->children.push_back(runs.back().get());
  }
  return tree;
}

Result<void> ResourceTree::run() { return run_sequence(*runs_.front(), {}, {}); }

Result<void> ResourceTree::run_sequence(ResourceRun& run, ParentValues values, std::string address) {
  const RequestTemplate& request = run.endpoint().request;
  const IncrementalCursor* cursor = run.flow().cursor();
  if (cursor != nullptr) DECANT_TRY(add_cursor_values(*cursor, request, values));
  const Lookup lookup = [&values](std::string_view name) { return values.find(name); };
  DECANT_TRY(BoundRequest bound, bind(request, lookup));
  if (cursor != nullptr) set_cursor_params(*run.endpoint().incremental, *cursor, bound.page);
  SequenceStart start{
      .address = std::move(address), .request = std::move(bound), .constants = std::move(values.constants)};
  return PageSequence(run, std::move(start), [this, &run](const EmittedPage& page) { return run_children(run, page); })
      .run();
}

Result<void> ResourceTree::run_children(ResourceRun& run, const EmittedPage& page) {
  json::Parser parser;
  const bool has_constants = !page.constants.as_object().empty();
  for (ResourceRun* child : run.children) {
    for (const auto& record : page.records) {
      std::optional<json::Document> whole;
      if (has_constants) {
        DECANT_TRY(whole, with_constants(record.node, page.constants, parser));
      }
      auto done = run_child(*child, whole ? whole->root() : record.node, page.address, record.index);
      if (!done)
        return fail(std::move(done).error().within(child->name() + " of record " + std::to_string(record.index + 1)));
    }
  }
  return {};
}

Result<void> ResourceTree::run_child(ResourceRun& child, const json::Node& record, const PageAddress& parent,
                                     std::size_t index) {
  DECANT_TRY(ParentValues values, parent_values(record, *child.spec().parent));
  return run_sequence(child, std::move(values), sequence_of(parent, index));
}

}  // namespace decant::source::rest
