#pragma once

#include <memory>
#include <string>
#include <vector>

#include "source/rest/extract/page_sequence.h"
#include "source/rest/extract/parent_record.h"
#include "source/rest/extract/resource_run.h"

namespace decant::source::rest {

/// A resource without parent and all below it, on one thread: page after page, each with the sequences that its records
/// begin. A page is decided when they have ended, so a run that was interrupted goes on with the stored body of the
/// page that it was at.
class ResourceTree {
 public:
  /// `specs`: the resource, then all below it, each after its parent. References must outlive the tree.
  static Result<ResourceTree> make(const RestSpec& source, const std::vector<const ResourceSpec*>& specs,
                                   const MakeClient& make_client, PageSink& sink, const CancelToken& cancel);

  Result<void> run();

 private:
  Result<void> run_root(ResourceRun& root);
  Result<void> run_sequence(ResourceRun& run, SequenceStart start, FetchAhead* ahead);
  Result<void> run_children(ResourceRun& run, const EmittedPage& page);
  Result<void> run_child(ResourceRun& child, const EmittedPage& page);

  std::vector<std::unique_ptr<ResourceRun>> runs_;
};

}  // namespace decant::source::rest
