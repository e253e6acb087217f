#include "pipeline/page_recorder.h"

#include <algorithm>

#include "json/document.h"

namespace decant::pipeline {

namespace {

/// Bytes of a page in the queue beside its text.
constexpr std::size_t kPageOverhead = 512;

/// So many bytes of a resource hardly come without a record in them.
constexpr std::uint64_t kSurelyRecords = 4096;

Result<void> check_spans(const source::Page& page) {
  const std::size_t size = page.rewritten ? page.rewritten->size() : page.document.source().size();
  const bool lie_within = std::all_of(page.records.begin(), page.records.end(), [&](const source::RecordSpan& span) {
    return span.begin < span.end && span.end <= size;
  });
  if (!lie_within) return fail(ErrorKind::internal, "a page's records do not lie within its text");
  return {};
}

QueuedPage queued_page(std::size_t resource, const source::PageAddress& address) {
  QueuedPage page;
  page.resource = resource;
  page.sequence = address.sequence;
  page.page = address.page;
  return page;
}

std::size_t bytes_of(const QueuedPage& page) {
  return (page.document ? page.document->memory() : 0) + page.text.capacity() +
         page.records.capacity() * sizeof(source::RecordSpan) + kPageOverhead;
}

}  // namespace

PageRecorder::PageRecorder(Parts parts) : parts_(std::move(parts)), slots_(parts_.normalizer->hints().size()) {
  const auto& hints = parts_.normalizer->hints();
  for (std::size_t i = 0; i < hints.size(); ++i) {
    positions_.emplace(hints[i].name, i);
    slots_[i].deferred = parts_.normalizer->is_deferred(i);
  }
}

Result<std::size_t> PageRecorder::position_of(std::string_view resource) const {
  const auto found = positions_.find(resource);
  if (found == positions_.end())
    return fail(ErrorKind::internal,
                "the source gave a page of a resource that it did not announce: \"" + std::string(resource) + "\"");
  return found->second;
}

Result<source::ResumePoint> PageRecorder::resume_point(std::string_view resource, std::string_view sequence) {
  DECANT_TRY(const std::size_t position, position_of(resource));
  if (parts_.recorded == nullptr) return source::ResumePoint{};
  DECANT_TRY(auto point, parts_.recorded->resume_point(resource, sequence));
  if (parts_.slicing != nullptr && !point.finished && point.next_page > 0)
    slots_[position].sequences[std::string(sequence)].next = point.next_page;
  return point;
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
  if (body) slots_[position].bodies[{address.sequence, address.page}] = {.headers = body->headers, .slice = 0};
  return body;
}

Result<void> PageRecorder::body(const source::PageAddress& address, const source::BodyView& body) {
  DECANT_TRY(const std::size_t position, position_of(address.resource));
  const auto held = hold();
  DECANT_TRY(write_body(slots_[position], address, body));
  slots_[position].bodies[{address.sequence, address.page}] = {.headers = body.headers, .slice = slice()};
  return {};
}

Result<void> PageRecorder::write_body(Slot& slot, const source::PageAddress& address, const source::BodyView& body) {
  DECANT_TRY(writer().body(in_package(slot, address), body));
  if (parts_.slicing != nullptr) parts_.slicing->count(body.bytes.size());
  return {};
}

std::shared_lock<std::shared_mutex> PageRecorder::hold() const {
  return parts_.slicing == nullptr ? std::shared_lock<std::shared_mutex>() : parts_.slicing->hold();
}

Result<void> PageRecorder::page(source::Page page) {
  DECANT_TRY(const std::size_t position, position_of(page.address.resource));
  {
    const auto held = hold();
    DECANT_TRY(take(position, std::move(page)));
  }
  return cut_if_due();
}

Result<void> PageRecorder::page_with_body(source::Page page, const json::Value& headers) {
  DECANT_TRY(const std::size_t position, position_of(page.address.resource));
  {
    const auto held = hold();
    DECANT_TRY(take_with_body(position, std::move(page), headers));
  }
  return cut_if_due();
}

Result<void> PageRecorder::cut_if_due() {
  if (parts_.slicing == nullptr) return {};
  return parts_.slicing->cut_if_due([this](Slicing::Cut cut) -> Result<void> {
    QueuedPage end;
    end.cut = std::make_shared<Slicing::Cut>(std::move(cut));
    if (!parts_.queue->push(std::move(end), kPageOverhead)) return fail(ErrorKind::cancelled, "the run was stopped");
    return {};
  });
}

source::PageAddress PageRecorder::in_package(Slot& slot, source::PageAddress address) const {
  if (parts_.slicing == nullptr) return address;
  Sequence& sequence = slot.sequences[address.sequence];
  if (sequence.slice != slice()) {
    sequence.slice = slice();
    sequence.first = sequence.next;
  }
  address.page -= sequence.first;
  return address;
}

Result<void> PageRecorder::take(std::size_t position, source::Page page) {
  Slot& slot = slots_[position];
  auto body = slot.bodies.extract(Place(page.address.sequence, page.address.page));
  DECANT_TRY(check_spans(page));
  // The body of a page lies in the package of its page, also if a cut came between.
  if (!page.records.empty() && !page.rewritten && !body.empty() && body.mapped().slice != slice())
    DECANT_TRY(writer().body(in_package(slot, page.address), {page.document.source(), body.mapped().headers}));
  DECANT_TRY(record(position, page));
  // A deferred resource is read from the log again when its turn comes.
  if (slot.deferred) return {};
  QueuedPage queued = queued_page(position, page.address);
  if (page.rewritten) {
    queued.text = std::move(*page.rewritten);
    queued.text.reserve(queued.text.size() + json::kPadding);
  } else {
    queued.document = std::make_shared<const json::Document>(std::move(page.document));
  }
  queued.records = std::move(page.records);
  queued.constants = std::move(page.constants);
  return enqueue(std::move(queued));
}

/// The page is normalized beside its recording if there is room for it; where it would have to wait, it is recorded
/// before. Both are done before the package is sealed.
Result<void> PageRecorder::take_with_body(std::size_t position, source::Page page, const json::Value& headers) {
  Slot& slot = slots_[position];
  DECANT_TRY(check_spans(page));
  const auto document = std::make_shared<const json::Document>(std::move(page.document));
  QueuedPage queued = queued_page(position, in_package(slot, page.address));
  queued.document = document;
  queued.records = page.records;
  queued.constants = page.constants;
  const bool is_handed_on = slot.deferred || parts_.queue->try_push(queued, bytes_of(queued));
  DECANT_TRY(write_body(slot, page.address, {document->source(), headers}));
  DECANT_TRY(record(position, page));
  return is_handed_on ? Result<void>{} : enqueue(std::move(queued));
}

/// Its address is that in the package then.
Result<void> PageRecorder::record(std::size_t position, source::Page& page) {
  Slot& slot = slots_[position];
  const std::uint64_t ordinal = page.address.page;
  page.address = in_package(slot, std::move(page.address));
  DECANT_TRY(writer().page(page));
  if (parts_.slicing != nullptr && page.last) {
    slot.sequences.erase(page.address.sequence);
  } else if (parts_.slicing != nullptr) {
    slot.sequences[page.address.sequence].next = ordinal + 1;
  }
  parts_.states->add(position, page.change);
  auto& counters = parts_.monitor->counters(position);
  counters.pages.fetch_add(1, std::memory_order_relaxed);
  counters.records.fetch_add(page.records.size(), std::memory_order_relaxed);
  return {};
}

Result<void> PageRecorder::enqueue(QueuedPage page) {
  const std::size_t bytes = bytes_of(page);
  if (!parts_.queue->push(std::move(page), bytes)) return fail(ErrorKind::cancelled, "the run was stopped");
  return {};
}

void PageRecorder::note(std::string_view resource, std::string message) { parts_.monitor->note(resource, message); }

void PageRecorder::doubt(std::string_view resource, std::string message) { parts_.monitor->doubt(resource, message); }

void PageRecorder::count_retry(std::string_view resource) {
  if (const auto position = position_of(resource))
    parts_.monitor->counters(*position).retries.fetch_add(1, std::memory_order_relaxed);
}

void PageRecorder::count_bytes(std::string_view resource, std::uint64_t bytes) {
  const auto position = position_of(resource);
  if (!position) return;
  const auto before = parts_.monitor->counters(*position).bytes.fetch_add(bytes, std::memory_order_relaxed);
  if (before < kSurelyRecords && before + bytes >= kSurelyRecords) parts_.on_bytes();
}

}  // namespace decant::pipeline
