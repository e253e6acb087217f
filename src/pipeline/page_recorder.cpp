#include "pipeline/page_recorder.h"

#include <algorithm>

#include "json/document.h"

namespace decant::pipeline {

namespace {

/// Bytes of a page in the queue beside its text.
constexpr std::size_t kPageOverhead = 512;

}  // namespace

PageRecorder::PageRecorder(Parts parts) : parts_(std::move(parts)), slots_(parts_.normalizer->hints().size()) {
  const auto& hints = parts_.normalizer->hints();
  for (std::size_t i = 0; i < hints.size(); ++i) positions_.emplace(hints[i].name, i);
}

Result<std::size_t> PageRecorder::position_of(std::string_view resource) const {
  const auto found = positions_.find(resource);
  if (found == positions_.end())
    return fail(ErrorKind::internal,
                "the source gave a page of a resource that it did not announce: \"" + std::string(resource) + "\"");
  return found->second;
}

Result<source::ResumePoint> PageRecorder::resume_point(std::string_view resource, std::string_view sequence) {
  DECANT_TRY(position_of(resource));
  if (parts_.recorded == nullptr) return source::ResumePoint{};
  return parts_.recorded->resume_point(resource, sequence);
}

Result<const source::ResourceState*> PageRecorder::resource_state(std::string_view resource) {
  DECANT_TRY(const std::size_t position, position_of(resource));
  return &parts_.states->begin(position);
}

Result<void> PageRecorder::each_cursor(std::string_view resource, std::string_view sequence,
                                       const std::function<Result<void>(const json::Value& cursor)>& take) {
  return parts_.recorded == nullptr ? Result<void>{} : parts_.recorded->each_cursor(resource, sequence, take);
}

Result<std::optional<source::Body>> PageRecorder::stored_body(const source::PageAddress& address) {
  DECANT_TRY(const std::size_t position, position_of(address.resource));
  if (parts_.recorded == nullptr) return std::optional<source::Body>{};
  DECANT_TRY(auto body, parts_.recorded->stored_body(address));
  if (body) slots_[position].bodies[{address.sequence, address.page}] = body->bytes;
  return body;
}

Result<void> PageRecorder::body(const source::PageAddress& address, source::Body body) {
  DECANT_TRY(const std::size_t position, position_of(address.resource));
  DECANT_TRY(parts_.writer->body(address, body));
  slots_[position].bodies[{address.sequence, address.page}] = std::move(body.bytes);
  return {};
}

Result<void> PageRecorder::page(source::Page page) {
  DECANT_TRY(const std::size_t position, position_of(page.address.resource));
  Slot& slot = slots_[position];
  auto body = slot.bodies.extract(Place(page.address.sequence, page.address.page));
  const std::size_t size = page.rewritten ? page.rewritten->size() : body.empty() ? 0 : body.mapped().size();
  const bool lie_within = std::all_of(page.records.begin(), page.records.end(), [&](const source::RecordSpan& span) {
    return span.begin < span.end && span.end <= size;
  });
  if (!lie_within) return fail(ErrorKind::internal, "a page's records do not lie within its text");
  DECANT_TRY(parts_.writer->page(page));
  parts_.states->add(position, page.change);
  auto& counters = parts_.monitor->counters(position);
  counters.pages.fetch_add(1, std::memory_order_relaxed);
  counters.records.fetch_add(page.records.size(), std::memory_order_relaxed);
  // A deferred resource is read from the log again when its turn comes.
  if (parts_.normalizer->is_deferred(position)) return {};
  std::string text;
  if (!page.records.empty()) text = page.rewritten ? std::move(*page.rewritten) : std::move(body.mapped());
  return enqueue(position, std::move(page), std::move(text));
}

Result<void> PageRecorder::enqueue(std::size_t resource, source::Page page, std::string text) {
  QueuedPage queued;
  queued.resource = resource;
  queued.sequence = std::move(page.address.sequence);
  queued.page = page.address.page;
  queued.size = text.size();
  queued.text = std::move(text);
  queued.text.append(json::kPadding, '\0');
  queued.records = std::move(page.records);
  queued.constants = std::move(page.constants);
  const std::size_t bytes =
      queued.text.capacity() + queued.records.capacity() * sizeof(source::RecordSpan) + kPageOverhead;
  if (!parts_.queue->push(std::move(queued), bytes)) return fail(ErrorKind::cancelled, "the run was stopped");
  return {};
}

void PageRecorder::note(std::string_view resource, std::string message) { parts_.monitor->note(resource, message); }

void PageRecorder::doubt(std::string_view resource, std::string message) { parts_.monitor->doubt(resource, message); }

void PageRecorder::count_retry(std::string_view resource) {
  if (const auto position = position_of(resource))
    parts_.monitor->counters(*position).retries.fetch_add(1, std::memory_order_relaxed);
}

void PageRecorder::count_bytes(std::string_view resource, std::uint64_t bytes) {
  if (const auto position = position_of(resource))
    parts_.monitor->counters(*position).bytes.fetch_add(bytes, std::memory_order_relaxed);
}

}  // namespace decant::pipeline
