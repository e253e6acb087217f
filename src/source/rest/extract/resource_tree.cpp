#include "source/rest/extract/resource_tree.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "source/rest/extract/parent_record.h"

namespace decant::source::rest {

namespace {

/// The sequence of the requests that a record begins: the address of the record among those of its parents.
std::string sequence_of(const PageAddress& parent, std::size_t index) {
  const std::string own = std::to_string(parent.page) + "." + std::to_string(index);
  return parent.sequence.empty() ? own : parent.sequence + "/" + own;
}

}  // namespace

Result<ResourceTree> ResourceTree::make(const RestSpec& source, const std::vector<const ResourceSpec*>& specs,
                                        const MakeClient& make_client, PageSink& sink, const CancelToken& cancel) {
  ResourceTree tree;
  auto& runs = tree.runs_;
  for (const ResourceSpec* spec : specs) {
    DECANT_TRY(RecordFlow flow, RecordFlow::prepare(spec->steps));
    runs.push_back(std::make_unique<ResourceRun>(source, *spec, make_client(*spec), std::move(flow), sink, cancel));
    if (!spec->parent) continue;
    const auto parent =
        std::find_if(runs.begin(), runs.end(), [&](const auto& run) { return run->name() == spec->parent->resource; });
    if (parent != runs.end()) (*parent)->children.push_back(runs.back().get());
  }
  return tree;
}

Result<void> ResourceTree::run() {
  const Lookup nothing = [](std::string_view /*name*/) -> const json::Value* { return nullptr; };
  return run_sequence(*runs_.front(), nothing, {});
}

Result<void> ResourceTree::run_sequence(ResourceRun& run, const Lookup& lookup, SequenceStart start) {
  DECANT_TRY(start.request, bind(run.endpoint().request, lookup));
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
  const Lookup lookup = [&values](std::string_view name) { return values.find(name); };
  SequenceStart start;
  start.address = sequence_of(parent, index);
  start.constants = std::move(values.constants);
  return run_sequence(child, lookup, std::move(start));
}

}  // namespace decant::source::rest
