#pragma once

#include <map>
#include <string>
#include <vector>

#include "json/value.h"
#include "source/source.h"

namespace decant::source {

/// For tests: keeps what a source emits, and can start from what an earlier run left.
class TestSink final : public PageSink {
 public:
  Result<ResumePoint> resume_point(std::string_view resource, std::string_view /*sequence*/) override {
    const auto found = resume.find(std::string(resource));
    return found == resume.end() ? ResumePoint{} : found->second;
  }
  Result<std::optional<Body>> stored_body(const PageAddress& address) override {
    if (!stored || address.page != stored_page) return std::nullopt;
    return stored;
  }
  Result<void> body(const PageAddress& address, Body body) override {
    bodies[{address.resource, address.page}] = std::move(body.bytes);
    return {};
  }
  Result<void> page(Page page) override {
    const auto body = bodies.find({page.address.resource, page.address.page});
    const std::string text = page.rewritten ? *page.rewritten : body == bodies.end() ? stored->bytes : body->second;
    for (const auto& span : page.records)
      records[page.address.resource].push_back(text.substr(span.begin, span.end - span.begin));
    pages.push_back(std::move(page));
    return {};
  }
  void note(std::string_view /*resource*/, std::string message) override { notes.push_back(std::move(message)); }
  void count_retry(std::string_view /*resource*/) override { ++retries; }
  void count_bytes(std::string_view /*resource*/, std::uint64_t size) override { bytes += size; }

  /// Where a run goes on that was interrupted after the last page here.
  [[nodiscard]] ResumePoint point_after_last() const {
    const Page& last = pages.back();
    return {.next_page = last.address.page + 1, .cursor = last.cursor, .state = {}, .finished = last.last};
  }

  std::map<std::string, ResumePoint> resume;
  std::optional<Body> stored;
  std::uint64_t stored_page = 0;
  std::map<std::pair<std::string, std::uint64_t>, std::string> bodies;
  std::map<std::string, std::vector<std::string>> records;
  std::vector<Page> pages;
  std::vector<std::string> notes;
  int retries = 0;
  std::uint64_t bytes = 0;
};

}  // namespace decant::source
