#include "source/rest/extract/resource_tree.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace decant::source::rest {

namespace {

/// Before the ordinal of a value of `for_each`: the values stand for the records of a parent's only page.
constexpr const char* kListed = "0.";

/// The sequence of the requests that a record begins: the address of the record among those of its parents.
std::string sequence_of(const PageAddress& parent, std::size_t index) {
  const std::string own = std::to_string(parent.page) + "." + std::to_string(index);
  return parent.sequence.empty() ? own : parent.sequence + "/" + own;
}

/// What stands for the placeholders `incremental.…`; a name that the cursor does not know is left for the template to
/// refuse.
Result<void> add_cursor_values(const RecordFlow& flow, const RequestTemplate& request, ParentValues& values) {
  for (const auto& name : request.incremental_names) {
    DECANT_TRY(auto value, flow.attribute(std::string_view(name).substr(name.find('.') + 1)));
    if (value) values.placeholders.emplace_back(name, std::move(*value));
  }
  return {};
}

/// The parameters that ask the server for what is new. The value that the run began with also for a resource with a
/// parent: each of its sequences may hold records that are older than the newest of another.
void set_cursor_params(const IncrementalSpec& spec, const RecordFlow& flow, PageRequest& request) {
  if (spec.start_param) request.set({.param = *spec.start_param, .keys = {}}, flow.start_value());
  if (spec.end_param) request.set({.param = *spec.end_param, .keys = {}}, flow.end_value());
}

bool lacks_path_value(const RequestTemplate& request, const ParentValues& values) {
  const auto& uses = request.path.uses();
  return std::any_of(uses.begin(), uses.end(), [&](const TemplateTree::Use& use) {
    const json::Value* value = use.name.starts_with("incremental.") ? nullptr : values.find(use.name);
    return value != nullptr && (value->is_null() || (value->is_string() && value->as_string().empty()));
  });
}

Result<SequenceStart> start_of(ResourceRun& run, ParentValues values, std::string address) {
  const RequestTemplate& request = run.endpoint().request;
  const RecordFlow& flow = run.flow();
  if (flow.is_incremental()) DECANT_TRY(add_cursor_values(flow, request, values));
  const Lookup lookup = [&values](std::string_view name) { return values.find(name); };
  DECANT_TRY(BoundRequest bound, bind(request, lookup));
  if (flow.is_incremental()) set_cursor_params(*run.endpoint().incremental, flow, bound.page);
  return SequenceStart{.address = std::move(address),
                       .request = std::move(bound),
                       .constants = std::move(values.constants),
                       .lacks_path_value = lacks_path_value(request, values)};
}

/// The sequence that a record of a page begins at a child.
Result<SequenceStart> start_of(ResourceRun& child, const EmittedRecord& record, const EmittedPage& page) {
  std::optional<json::Document> whole;
  if (!page.constants.as_object().empty()) {
    json::Parser parser;
    DECANT_TRY(whole, with_constants(record.node, page.constants, parser));
  }
  DECANT_TRY(ParentValues values, parent_values(whole ? whole->root() : record.node, *child.spec().parent));
  return start_of(child, std::move(values), sequence_of(page.address, record.index));
}

/// Whether a sequence is to be asked for. dlt asks for an address without its value; strict sources do not.
bool is_due(ResourceRun& run, const SequenceStart& start) {
  if (start.lacks_path_value && run.source().strict) {
    run.note_once("path", "some records of `" + run.spec().parent->resource +
                              "` have no value for the path of this resource: nothing is asked for these");
    return false;
  }
  return !run.spec().asks_once || run.is_new(first_request(run, start.request));
}

/// The requests that the sequences of a page's records begin with, where an earlier run did not send them. What is
/// wrong with a record is said when it is its turn.
Result<std::vector<FetchAhead::Opening>> openings_of(ResourceRun& child, const EmittedPage& page) {
  std::vector<FetchAhead::Opening> openings;
  for (const auto& record : page.records) {
    const auto start = start_of(child, record, page);
    if (!start) break;
    if (start->lacks_path_value && child.source().strict) continue;
    const PageAddress address{.resource = child.name(), .sequence = start->address, .page = 0};
    DECANT_TRY(const ResumePoint point, child.sink().resume_point(address.resource, address.sequence));
    if (point.finished || point.next_page > 0) continue;
    DECANT_TRY(const auto stored, child.sink().stored_body(address));
    if (!stored) openings.push_back({.sequence = start->address, .request = first_request(child, start->request)});
  }
  return openings;
}

}  // namespace

Result<ResourceTree> ResourceTree::make(const RestSpec& source, const std::vector<const ResourceSpec*>& specs,
                                        const MakeClient& make_client, PageSink& sink, const CancelToken& cancel) {
  ResourceTree tree;
  auto& runs = tree.runs_;
  for (const ResourceSpec* spec : specs) {
    DECANT_TRY(const ResourceState* state, sink.resource_state(spec->hints.name));
    const auto& incremental = spec->endpoint.incremental;
    const RecordRules rules{
        .steps = spec->steps, .incremental = incremental ? &*incremental : nullptr, .excluded = spec->excluded};
    DECANT_TRY(RecordFlow flow, RecordFlow::prepare(spec->hints.name, rules, *state));
    runs.push_back(std::make_unique<ResourceRun>(source, *spec, make_client, std::move(flow), sink, cancel));
    if (!spec->parent) continue;
    const auto parent =
        std::find_if(runs.begin(), runs.end(), [&](const auto& run) { return run->name() == spec->parent->resource; });
    if (parent != runs.end()) (*parent)->children.push_back(runs.back().get());
  }
  return tree;
}

Result<void> ResourceTree::run() {
  DECANT_TRY(run_root(*runs_.front()));
  for (const auto& run : runs_) run->end();
  return {};
}

Result<void> ResourceTree::run_root(ResourceRun& root) {
  const auto& each = root.endpoint().request.for_each;
  if (!each) {
    DECANT_TRY(SequenceStart start, start_of(root, {}, {}));
    return run_sequence(root, std::move(start), nullptr);
  }
  for (std::size_t i = 0; i < each->values.size(); ++i) {
    ParentValues values;
    values.placeholders.emplace_back(each->placeholder, each->values[i]);
    DECANT_TRY(SequenceStart start, start_of(root, std::move(values), kListed + std::to_string(i)));
    if (is_due(root, start)) DECANT_TRY(run_sequence(root, std::move(start), nullptr));
  }
  return {};
}

Result<void> ResourceTree::run_sequence(ResourceRun& run, SequenceStart start, FetchAhead* ahead) {
  const auto on_page = [this, &run](const EmittedPage& page) { return run_children(run, page); };
  return PageSequence(run, std::move(start), on_page, ahead).run();
}

Result<void> ResourceTree::run_children(ResourceRun& run, const EmittedPage& page) {
  for (ResourceRun* child : run.children) DECANT_TRY(run_child(*child, page));
  return {};
}

Result<void> ResourceTree::run_child(ResourceRun& child, const EmittedPage& page) {
  std::optional<FetchAhead> ahead;
  if (child.spec().parallelized && page.records.size() > 1) {
    DECANT_TRY(auto openings, openings_of(child, page));
    ahead.emplace(child, std::move(openings));
  }
  for (const auto& record : page.records) {
    auto start = start_of(child, record, page);
    if (start && !is_due(child, *start)) continue;
    auto done = start ? run_sequence(child, std::move(*start), ahead ? &*ahead : nullptr)
                      : Result<void>(fail(std::move(start).error()));
    if (!done)
      return fail(std::move(done).error().within(child.name() + " of record " + std::to_string(record.index + 1)));
  }
  return {};
}

}  // namespace decant::source::rest
