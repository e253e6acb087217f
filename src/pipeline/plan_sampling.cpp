#include "pipeline/plan_sampling.h"

#include <functional>

#include "json/document.h"
#include "pipeline/resource_states.h"

namespace decant::pipeline {

PlanSampling::PlanSampling(source::Source& source, PackageNormalizer& normalizer, RunMonitor& monitor,
                           const std::vector<source::ResourceState>& states, std::vector<PlannedResource>& resources)
    : source_(source),
      normalizer_(normalizer),
      monitor_(monitor),
      states_(states),
      resources_(resources),
      slots_(source.resources().size()) {}

Result<void> PlanSampling::run(const CancelToken& cancel) {
  for (std::size_t i = 0; i < slots_.size(); ++i) DECANT_TRY(sample(i, cancel));
  DECANT_TRY(normalizer_.finish());
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    auto& held = slots_[i].deferred;
    if (!normalizer_.is_deferred(i)) continue;
    if (held) DECANT_TRY(add(i, std::move(*held)));
    DECANT_TRY(normalizer_.finish(i));
  }
  return {};
}

Result<void> PlanSampling::sample(std::size_t resource, const CancelToken& cancel) {
  asked_ = resource;
  // A second page of a child stops the source before its parent's page is decided. The next call finds the parent's
  // body and asks for no child any more.
  for (std::size_t attempt = 0; attempt <= slots_.size() && !slots_[resource].has_page; ++attempt) {
    is_enough_ = false;
    auto extracted = source_.extract(source_.resources()[resource].name, *this, cancel);
    if (cancel.cancelled()) return fail(ErrorKind::cancelled, "interrupted");
    if (extracted) return {};
    if (is_enough_) continue;
    Error error = std::move(extracted).error();
    if (error.context.empty()) error.within("asking for a page of " + source_.resources()[resource].name);
    return fail(std::move(error));
  }
  return {};
}

Result<std::size_t> PlanSampling::position_of(std::string_view resource) const {
  for (std::size_t i = 0; i < resources_.size(); ++i) {
    if (resources_[i].resource == resource) return i;
  }
  return fail(ErrorKind::internal,
              "the source gave a page of a resource that it did not announce: \"" + std::string(resource) + "\"");
}

Result<source::ResumePoint> PlanSampling::resume_point(std::string_view resource, std::string_view sequence) {
  const std::lock_guard lock(mutex_);
  DECANT_TRY(const std::size_t position, position_of(resource));
  // One sequence of a child is enough.
  return source::ResumePoint{.next_page = 0, .cursor = {}, .finished = slots_[position].has_page && !sequence.empty()};
}

Result<void> PlanSampling::each_cursor(std::string_view, std::string_view,
                                       const std::function<Result<void>(const json::Value&)>&) {
  return {};
}

Result<const source::ResourceState*> PlanSampling::resource_state(std::string_view resource) {
  DECANT_TRY(const std::size_t position, position_of(resource));
  return &states_[position];
}

Result<std::optional<source::Body>> PlanSampling::stored_body(const source::PageAddress& address) {
  const std::lock_guard lock(mutex_);
  DECANT_TRY(const std::size_t position, position_of(address.resource));
  const auto found = slots_[position].bodies.find({address.sequence, address.page});
  if (found == slots_[position].bodies.end()) return std::optional<source::Body>{};
  return std::optional(found->second);
}

void PlanSampling::asks(std::string_view resource, std::string_view url) {
  const std::lock_guard lock(mutex_);
  const auto position = position_of(resource);
  if (position && resources_[*position].url.empty()) resources_[*position].url = url;
}

Result<void> PlanSampling::body(const source::PageAddress& address, const source::BodyView& body) {
  const std::lock_guard lock(mutex_);
  DECANT_TRY(const std::size_t position, position_of(address.resource));
  if (address.page == 0)
    slots_[position].bodies[{address.sequence, address.page}] = {.bytes = std::string(body.bytes),
                                                                 .headers = body.headers};
  return {};
}

Result<void> PlanSampling::page(source::Page page) {
  const std::lock_guard lock(mutex_);
  DECANT_TRY(const std::size_t position, position_of(page.address.resource));
  Slot& slot = slots_[position];
  if (!slot.has_page) {
    slot.has_page = true;
    resources_[position].pages = 1;
    resources_[position].records = page.records.size();
    resources_[position].state_change = state_change_of(page.change);
    if (normalizer_.is_deferred(position)) {
      slot.deferred = std::move(page);
    } else {
      DECANT_TRY(add(position, std::move(page)));
    }
    if (position != asked_) return {};
  }
  is_enough_ = true;
  return fail(ErrorKind::cancelled, "the plan has its page");
}

Result<void> PlanSampling::add(std::size_t resource, source::Page page) {
  std::string text = std::move(page.rewritten).value_or("");
  text.reserve(text.size() + json::kPadding);
  const std::size_t size = text.empty() ? page.document.source().size() : text.size();
  for (const auto& span : page.records) {
    if (span.begin >= span.end || span.end > size)
      return fail(ErrorKind::internal, "a page's records do not lie within its text");
  }
  return normalizer_.add(resource, {.sequence = page.address.sequence,
                                    .page = page.address.page,
                                    .document = text.empty() ? &page.document : nullptr,
                                    .text = text,
                                    .records = page.records,
                                    .constants = &page.constants});
}

}  // namespace decant::pipeline
