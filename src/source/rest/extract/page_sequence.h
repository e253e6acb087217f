#pragma once

#include <functional>
#include <memory>
#include <string>

#include "source/records/record_flow.h"
#include "source/records/record_selection.h"
#include "source/rest/answer/loop_guard.h"
#include "source/rest/extract/page_draft.h"
#include "source/rest/extract/page_fetch.h"
#include "source/rest/extract/resource_run.h"
#include "source/rest/paginator/paginator.h"
#include "source/rest/request/request_template.h"
#include "source/rest/request/secret_references.h"

namespace decant::source::rest {

/// Which pages a sequence is about.
struct SequenceStart {
  std::string address;  ///< PageAddress::sequence; empty for a resource without parent
  BoundRequest request;
  json::Value constants = json::Value::object();  ///< members that each record gets
  /// What stands in the path is empty: it would be another address, such as that of a list.
  bool lacks_path_value = false;
};

/// The request that such a sequence begins with.
http::Request first_request(const ResourceRun& run, BoundRequest request);

/// The records that a page emits, before it is decided.
struct EmittedPage {
  const PageAddress& address;
  const std::vector<EmittedRecord>& records;
  const json::Value& constants;
};

/// Asks for the pages of one sequence, from where the sink's copy of them ends, and gives them to the sink.
class PageSequence {
 public:
  /// Called for each page whose body is durable, before the page is decided: what depends on its records must be
  /// complete by then, for a later run does not look at a decided page again.
  using OnPage = std::function<Result<void>(const EmittedPage& page)>;

  /// `run` and `ahead` (which may be null, or have sent the first request) must outlive the sequence.
  PageSequence(ResourceRun& run, SequenceStart start, OnPage on_page, FetchAhead* ahead);

  Result<void> run();

 private:
  Result<bool> begin();
  void remember_request();
  Result<bool> step();
  Result<std::optional<PageDraft>> stored_draft(const PageAddress& address);
  Result<bool> go_on_from(PageDraft& draft);
  Result<Page> decide(const PageAddress& address, json::Value cursor);
  Result<bool> end_excluding(Page page, const EmittedRecords& emitted);
  Result<bool> end(Page page, const std::vector<EmittedRecord>& records, const json::Value& constants,
                   json::Document& document, const std::optional<json::Value>& headers = {});
  [[nodiscard]] bool has_records_in_body(const Page& page) const;
  Result<Selection> select();
  Result<void> detect(const Answer& answer);
  Result<json::Value> go_on(std::size_t records);
  [[nodiscard]] std::string doubt() const;
  void tell(const std::string& doubt);
  [[nodiscard]] json::Value cursor() const;
  Result<void> restore(const json::Value& cursor);

  ResourceRun& run_;
  std::string address_;
  BoundRequest request_;
  json::Value constants_;
  OnPage on_page_;
  SecretReferences references_;
  std::unique_ptr<Paginator> paginator_;  ///< null until it is detected
  json::Value detected_;                  ///< what was
  SelectorSpec selector_;
  LoopGuard loop_guard_;
  PageFetch fetch_;
  FetchAhead* ahead_;
  std::uint64_t page_ = 0;
};

}  // namespace decant::source::rest
