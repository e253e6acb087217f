#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "json/value.h"
#include "source/source.h"

namespace decant::source {

/// For tests: keeps what a source emits, and can start from what an earlier run left.
class TestSink final : public PageSink {
 public:
  Result<ResumePoint> resume_point(std::string_view resource, std::string_view sequence) override {
    const auto found = resume.find(place({std::string(resource), std::string(sequence), 0}));
    return found == resume.end() ? ResumePoint{} : found->second;
  }
  Result<void> each_cursor(std::string_view resource, std::string_view sequence,
                           const std::function<Result<void>(const json::Value& cursor)>& take) override {
    for (const auto& cursor : cursors[place({std::string(resource), std::string(sequence), 0})])
      DECANT_TRY(take(cursor));
    return {};
  }
  Result<const ResourceState*> resource_state(std::string_view resource) override {
    return &states[std::string(resource)];
  }
  Result<std::optional<Body>> stored_body(const PageAddress& address) override {
    const auto found = stored.find({place(address), address.page});
    return found == stored.end() ? std::nullopt : std::optional(found->second);
  }
  Result<void> body(const PageAddress& address, const BodyView& body) override {
    bodies[{place(address), address.page}] = {.bytes = std::string(body.bytes), .headers = body.headers};
    return {};
  }
  Result<void> page(Page page) override {
    const std::pair at(place(page.address), page.address.page);
    const Body& body = bodies.contains(at) ? bodies[at] : stored[at];
    const std::string text = page.rewritten.value_or(body.bytes);
    for (const auto& span : page.records)
      records[page.address.resource].push_back(text.substr(span.begin, span.end - span.begin));
    pages.push_back(std::move(page));
    return {};
  }
  void note(std::string_view /*resource*/, std::string message) override { notes.push_back(std::move(message)); }
  void doubt(std::string_view /*resource*/, std::string message) override { doubts.push_back(std::move(message)); }
  void count_retry(std::string_view /*resource*/) override { ++retries; }
  void count_bytes(std::string_view /*resource*/, std::uint64_t size) override { bytes += size; }

  /// Where a run goes on that was interrupted after the last page here.
  [[nodiscard]] ResumePoint point_after_last() const {
    const Page& last = pages.back();
    return {.next_page = last.address.page + 1, .cursor = last.cursor, .finished = last.last};
  }

  /// The sink of a run that goes on after this one was interrupted.
  [[nodiscard]] TestSink next_run() const {
    TestSink next;
    next.stored = bodies;
    next.states = states;
    for (const auto& page : pages) {
      next.stored.erase({place(page.address), page.address.page});
      next.states[page.address.resource].decided.append(page.change);
      ResumePoint& point = next.resume[place(page.address)];
      point.next_page = page.address.page + 1;
      point.cursor = page.cursor;
      point.finished = page.last;
    }
    next.cursors = cursors;
    for (const auto& page : pages) next.cursors[place(page.address)].push_back(page.cursor);
    return next;
  }

  /// The resource, and behind `@` its sequence if it has one: the keys below.
  static std::string place(const PageAddress& address) {
    return address.sequence.empty() ? address.resource : address.resource + "@" + address.sequence;
  }

  using Bodies = std::map<std::pair<std::string, std::uint64_t>, Body>;  ///< by place and ordinal

  std::map<std::string, ResumePoint> resume;
  std::map<std::string, std::vector<json::Value>> cursors;
  std::map<std::string, ResourceState> states;
  Bodies stored;  ///< of pages that an earlier run did not decide
  Bodies bodies;
  std::map<std::string, std::vector<std::string>> records;  ///< by resource
  std::vector<Page> pages;
  std::vector<std::string> notes;
  std::vector<std::string> doubts;
  int retries = 0;
  std::uint64_t bytes = 0;
};

}  // namespace decant::source
