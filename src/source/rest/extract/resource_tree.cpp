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

ResourceTree::ResourceTree(const RestSpec& source, const std::vector<const ResourceSpec*>& specs,
                           const MakeClient& make_client, PageSink& sink, const CancelToken& cancel) {
  for (const ResourceSpec* spec : specs) {
    runs_.push_back(std::make_unique<ResourceRun>(source, *spec, make_client(*spec), sink, cancel));
    if (!spec->parent) continue;
    const auto parent = std::find_if(runs_.begin(), runs_.end(),
                                     [&](const auto& run) { return run->name() == spec->parent->resource; });
    if (parent != runs_.end()) (*parent)->children.push_back(runs_.back().get());
  }
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
    for (std::size_t i = 0; i < page.records.size(); ++i) {
      std::optional<json::Document> whole;
      if (has_constants) {
        DECANT_TRY(whole, with_constants(page.records[i], page.constants, parser));
      }
      auto done = run_child(*child, whole ? whole->root() : page.records[i], page.address, i);
      if (!done) return fail(std::move(done).error().within(child->name() + " of record " + std::to_string(i + 1)));
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
