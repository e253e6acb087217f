#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/cancel.h"
#include "core/result.h"
#include "pipeline/package_normalizer.h"
#include "pipeline/plan.h"
#include "pipeline/run_monitor.h"
#include "source/source.h"

namespace decant::pipeline {

/// Asks a source for the first page of each of its resources and normalizes it; keeps nothing else.
class PlanSampling final : private source::PageSink {
 public:
  /// `states`: what each resource begins with. All must outlive it.
  PlanSampling(source::Source& source, PackageNormalizer& normalizer, RunMonitor& monitor,
               const std::vector<source::ResourceState>& states, std::vector<PlannedResource>& resources);

  /// Also ends the normalizing.
  Result<void> run(const CancelToken& cancel);

 private:
  using Address = std::pair<std::string, std::uint64_t>;  ///< sequence and ordinal
  struct Slot {
    std::map<Address, source::Body> bodies;
    std::optional<source::Page> deferred;  ///< whose turn comes behind the others
    bool has_page = false;
  };

  Result<source::ResumePoint> resume_point(std::string_view resource, std::string_view sequence) override;
  Result<void> each_cursor(std::string_view, std::string_view,
                           const std::function<Result<void>(const json::Value&)>&) override;
  Result<const source::ResourceState*> resource_state(std::string_view resource) override;
  Result<std::optional<source::Body>> stored_body(const source::PageAddress& address) override;
  void asks(std::string_view resource, std::string_view url) override;
  Result<void> body(const source::PageAddress& address, const source::BodyView& body) override;
  Result<void> page(source::Page page) override;
  void note(std::string_view resource, std::string message) override { monitor_.note(resource, message); }
  void doubt(std::string_view resource, std::string message) override { monitor_.doubt(resource, message); }
  void count_retry(std::string_view) override {}
  void count_bytes(std::string_view, std::uint64_t) override {}

  Result<void> sample(std::size_t resource, const CancelToken& cancel);
  Result<void> add(std::size_t resource, source::Page page);
  [[nodiscard]] Result<std::size_t> position_of(std::string_view resource) const;

  source::Source& source_;
  PackageNormalizer& normalizer_;
  RunMonitor& monitor_;
  const std::vector<source::ResourceState>& states_;
  std::vector<PlannedResource>& resources_;
  std::mutex mutex_;
  std::vector<Slot> slots_;
  std::size_t asked_ = 0;   ///< the resource that the source was called for
  bool is_enough_ = false;  ///< the source was stopped
};

}  // namespace decant::pipeline
