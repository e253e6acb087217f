#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/byte_queue.h"
#include "core/result.h"
#include "json/document.h"
#include "json/value.h"
#include "normalize/normalizer.h"
#include "package/package_reader.h"
#include "package/package_writer.h"
#include "pipeline/package_normalizer.h"
#include "pipeline/resource_states.h"
#include "pipeline/run_monitor.h"
#include "pipeline/slicing.h"
#include "source/source.h"

namespace decant::pipeline {

/// A page on its way from the log to the normalizing thread.
struct QueuedPage {
  std::size_t resource = 0;
  std::string sequence;
  std::uint64_t page = 0;
  std::shared_ptr<const json::Document> document;  ///< of the records' text; null if that was rewritten
  std::string text;                                ///< rewritten
  std::vector<source::RecordSpan> records;
  json::Value constants;
  std::shared_ptr<Slicing::Cut> cut;  ///< no page: the package ends here
};

using PageQueue = ByteQueue<QueuedPage>;

/// The sink of a source: writes bodies and pages to the log, and hands pages that have records to the queue; one that
/// comes with its body is handed on before it is written, if there is room.
class PageRecorder final : public source::PageSink {
 public:
  struct Parts {
    const std::unique_ptr<package::PackageWriter>* writer = nullptr;  ///< changes with a cut
    const package::PackageReader* recorded = nullptr;                 ///< what an interrupted run left; may be null
    const PackageNormalizer* normalizer = nullptr;                    ///< asked at first only, what is deferred
    PageQueue* queue = nullptr;
    RunMonitor* monitor = nullptr;
    ResourceStates* states = nullptr;
    Slicing* slicing = nullptr;      ///< null: one package
    std::function<void()> on_bytes;  ///< any thread: what has come of a resource is so much that it has records
  };

  explicit PageRecorder(Parts parts);

  Result<source::ResumePoint> resume_point(std::string_view resource, std::string_view sequence) override;
  Result<void> each_cursor(std::string_view resource, std::string_view sequence,
                           const std::function<Result<void>(const json::Value& cursor)>& take) override;
  Result<const source::ResourceState*> resource_state(std::string_view resource) override;
  Result<std::optional<source::Body>> stored_body(const source::PageAddress& address) override;
  Result<void> body(const source::PageAddress& address, const source::BodyView& body) override;
  Result<void> page(source::Page page) override;
  Result<void> page_with_body(source::Page page, const json::Value& headers) override;
  void note(std::string_view resource, std::string message) override;
  void doubt(std::string_view resource, std::string message) override;
  void count_retry(std::string_view resource) override;
  void count_bytes(std::string_view resource, std::uint64_t bytes) override;

 private:
  using Place = std::pair<std::string, std::uint64_t>;  ///< sequence and ordinal

  /// What is known of a body whose page is not decided yet.
  struct KnownBody {
    json::Value headers;
    std::size_t slice = 0;  ///< of the package that it was written to
  };

  /// How far a sequence has come, and where the package that is written to begins in it.
  struct Sequence {
    std::uint64_t next = 0;
    std::uint64_t first = 0;
    std::size_t slice = 0;
  };

  /// What belongs to one resource, and so to one thread.
  struct Slot {
    std::map<Place, KnownBody> bodies;
    std::map<std::string, Sequence> sequences;  ///< if packages are cut; those that are not at their end
    bool deferred = false;
  };

  Result<std::size_t> position_of(std::string_view resource) const;
  /// Keeps a cut away.
  [[nodiscard]] std::shared_lock<std::shared_mutex> hold() const;
  [[nodiscard]] std::size_t slice() const { return parts_.slicing == nullptr ? 0 : parts_.slicing->number(); }
  [[nodiscard]] package::PackageWriter& writer() const { return **parts_.writer; }
  /// The address in the package that is written to: in each the pages of a sequence count from 0.
  [[nodiscard]] source::PageAddress in_package(Slot& slot, source::PageAddress address) const;
  Result<void> write_body(Slot& slot, const source::PageAddress& address, const source::BodyView& body);
  Result<void> take(std::size_t position, source::Page page);
  Result<void> take_with_body(std::size_t position, source::Page page, const json::Value& headers);
  Result<void> record(std::size_t position, source::Page& page);
  Result<void> cut_if_due();
  Result<void> enqueue(QueuedPage page);

  Parts parts_;
  std::map<std::string, std::size_t, std::less<>> positions_;
  std::vector<Slot> slots_;
};

}  // namespace decant::pipeline
