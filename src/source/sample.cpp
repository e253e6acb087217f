#include "source/sample.h"

#include <map>
#include <mutex>
#include <utility>

#include "core/clock.h"

namespace decant::source {

namespace {

/// The pages of a parent that may go by without one of the child.
constexpr std::size_t kMostPagesOfOthers = 3;

/// Keeps what the first page of one resource shows, and stops the source there.
class SamplingSink final : public PageSink {
 public:
  explicit SamplingSink(std::string_view resource) : resource_(resource) { state_.run_start = process_clock().now(); }

  Result<ResumePoint> resume_point(std::string_view, std::string_view) override { return ResumePoint{}; }
  Result<void> each_cursor(std::string_view, std::string_view,
                           const std::function<Result<void>(const json::Value&)>&) override {
    return {};
  }
  Result<const ResourceState*> resource_state(std::string_view) override { return &state_; }
  Result<std::optional<Body>> stored_body(const PageAddress&) override { return std::nullopt; }

  Result<void> body(const PageAddress& address, const BodyView& body) override {
    const std::lock_guard lock(mutex_);
    if (address.resource == resource_) bodies_[{address.sequence, address.page}] = body.bytes;
    return {};
  }

  Result<void> page(Page page) override {
    const std::lock_guard lock(mutex_);
    if (page.address.resource != resource_) {
      if (++others_ < kMostPagesOfOthers) return {};
    } else if (!sample_.was_asked) {
      keep(page);
    }
    has_enough_ = true;
    return fail(ErrorKind::cancelled, "the sample is taken");
  }

  void note(std::string_view, std::string message) override {
    const std::lock_guard lock(mutex_);
    sample_.notes.push_back(std::move(message));
  }
  void doubt(std::string_view resource, std::string message) override { note(resource, std::move(message)); }
  void count_retry(std::string_view) override {}
  void count_bytes(std::string_view, std::uint64_t) override {}

  [[nodiscard]] bool has_enough() const { return has_enough_; }
  [[nodiscard]] Sample take() { return std::move(sample_); }

 private:
  void keep(const Page& page) {
    sample_.was_asked = true;
    sample_.records = page.records.size();
    if (page.records.empty()) return;
    const std::string& text = page.rewritten ? *page.rewritten : bodies_[{page.address.sequence, page.address.page}];
    const auto& span = page.records.front();
    if (span.end > text.size() || span.begin > span.end) return;
    const auto record = json::parse_value(std::string_view(text).substr(span.begin, span.end - span.begin));
    if (!record || !record->is_object()) return;
    for (const auto& member : record->as_object()) sample_.fields.push_back(member.first);
  }

  std::string resource_;
  ResourceState state_;
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, std::uint64_t>, std::string> bodies_;
  Sample sample_;
  std::size_t others_ = 0;
  bool has_enough_ = false;
};

}  // namespace

Result<Sample> take_sample(Source& source, std::string_view resource, const CancelToken& cancel) {
  SamplingSink sink(resource);
  // A child's pages come with the call for its parent, which is one of the source's resources then.
  for (const auto& hints : source.resources()) {
    const auto extracted = source.extract(hints.name, sink, cancel);
    if (sink.has_enough()) break;
    if (!extracted) return fail(extracted.error());
  }
  return sink.take();
}

}  // namespace decant::source
