#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/cancel.h"
#include "core/result.h"
#include "json/value.h"
#include "schema/resource_hints.h"
#include "state/page.h"

namespace decant::source {

// Pages are plain data that the page log knows too; they live below both.
using state::Body;
using state::BodyView;
using state::Page;
using state::PageAddress;
using state::RecordSpan;
using state::ResourceState;
using state::ResumePoint;

/// Takes the pages of a run. Implemented by the pipeline over the page log. All calls may come from several threads,
/// but those for one resource come from one thread, in order.
class PageSink {
 public:
  virtual ~PageSink() = default;

  /// Where this sequence goes on (next_page 0, null cursor if it was never begun).
  virtual Result<ResumePoint> resume_point(std::string_view resource, std::string_view sequence) = 0;

  /// Gives `take` the cursors of the pages that this sequence has already, in order: what it asked for before.
  virtual Result<void> each_cursor(std::string_view resource, std::string_view sequence,
                                   const std::function<Result<void>(const json::Value& cursor)>& take) = 0;

  /// What the resource's state is when the run begins, or goes on. The same object during the whole run.
  virtual Result<const ResourceState*> resource_state(std::string_view resource) = 0;

  /// A body that an interrupted run made durable without deciding its page.
  virtual Result<std::optional<Body>> stored_body(const PageAddress& address) = 0;

  /// Told what is asked for before it is: a URL without secrets.
  virtual void asks(std::string_view /*resource*/, std::string_view /*url*/) {}

  /// Makes the body durable of which a page follows.
  virtual Result<void> body(const PageAddress& address, const BodyView& body) = 0;

  /// Takes the decision on the body of the same address. Pages of a sequence come in order. Blocks while the pipeline
  /// is behind.
  virtual Result<void> page(Page page) = 0;

  /// Both in one, for a page with records that lie in its document: nobody asks for anything before its body is
  /// durable. `headers`: of the body.
  virtual Result<void> page_with_body(Page page, const json::Value& headers) {
    DECANT_TRY(body(page.address, {page.document.source(), headers}));
    return this->page(std::move(page));
  }

  /// Says something that the user should know of: shown once, kept in the report.
  virtual void note(std::string_view resource, std::string message) = 0;

  /// As note, of something that may mean missing records: the run ends as loaded but suspicious.
  virtual void doubt(std::string_view resource, std::string message) = 0;

  /// Counts for progress: requests sent again after a failure, bytes received on the wire.
  virtual void count_retry(std::string_view resource) = 0;
  virtual void count_bytes(std::string_view resource, std::uint64_t bytes) = 0;
};

/// What a source says of its schema as a whole.
struct SchemaHints {
  json::Value schema_contract;   ///< for tables whose resources have none; null: not given
  std::optional<bool> root_key;  ///< whether nested rows get the id of their root row
};

/// A configured source: resources with their hints, whose pages it can emit.
class Source {
 public:
  virtual ~Source() = default;

  /// Name of source and schema.
  [[nodiscard]] virtual const std::string& name() const = 0;

  /// The selected resources in the order in which their tables are made.
  [[nodiscard]] virtual const std::vector<schema::ResourceHints>& resources() const = 0;

  /// Text that is equal for two configurations that ask for the same pages; without secrets.
  [[nodiscard]] virtual std::string fingerprint() const = 0;

  /// Asks for all pages of a resource that are not in the sink yet, in order. Safe to call for different resources from
  /// different threads. Pages of a resource that is made of another one's records come with those of that parent, on
  /// its thread; the call for the child itself returns at once.
  virtual Result<void> extract(std::string_view resource, PageSink& sink, const CancelToken& cancel) = 0;

  /// Why a run that begins with the state behind any page of a resource could not bring just the records that come
  /// after that page; empty if it does.
  [[nodiscard]] virtual std::string objection_to_restart(std::string_view /*resource*/) const {
    return "its source does not say that records come in the order of a cursor";
  }

  [[nodiscard]] const SchemaHints& schema_hints() const { return schema_hints_; }
  void set_schema_hints(SchemaHints hints) { schema_hints_ = std::move(hints); }

 private:
  SchemaHints schema_hints_;
};

}  // namespace decant::source
