#include "source/rest/extract/page_sequence.h"

#include <algorithm>
#include <utility>

#include "source/rest/answer/answer_check.h"
#include "source/rest/extract/page_cursor.h"
#include "source/rest/paginator/detection.h"

namespace decant::source::rest {

namespace {

/// Of records that steps wrote: they hold the fields of the parent already.
const json::Value& no_constants() {
  static const json::Value none = json::Value::object();
  return none;
}

/// Points at the resource, if it stands in the user's file.
Error at_resource(Error error, const ResourceRun& run) {
  const auto& location = run.spec().location;
  const auto& file = run.source().base_url.location.source;
  if (location.source && file && *location.source == *file)
    config::SettingPlace{.setting = run.name(), .location = location}.mark(error);
  return error;
}

}  // namespace

http::Request first_request(const ResourceRun& run, BoundRequest request) {
  if (const auto paginator = Paginator::make(run.endpoint().paginator)) paginator->init(request.page);
  return to_http(request, run.endpoint().request);
}

PageSequence::PageSequence(ResourceRun& run, SequenceStart start, OnPage on_page, FetchAhead* ahead)
    : run_(run),
      address_(std::move(start.address)),
      request_(std::move(start.request)),
      constants_(std::move(start.constants)),
      on_page_(std::move(on_page)),
      references_(request_.credentials, run.endpoint().request.secrets),
      paginator_(Paginator::make(run.endpoint().paginator)),
      selector_(run.endpoint().selector),
      fetch_(run),
      ahead_(ahead) {}

Result<void> PageSequence::run() {
  DECANT_TRY(bool more, begin());
  while (more) {
    auto stepped = step();
    if (!stepped)
      return fail(
          std::move(stepped).error().within("fetching page " + std::to_string(page_ + 1) + " of " + run_.name()));
    more = *stepped;
  }
  return {};
}

/// False if an earlier run got the last page already.
Result<bool> PageSequence::begin() {
  DECANT_TRY(const ResumePoint point, run_.sink().resume_point(run_.name(), address_));
  if (point.finished || point.next_page > 0) run_.note_begun_before();
  if (point.finished) return false;
  if (paginator_) paginator_->init(request_.page);
  remember_request();
  page_ = point.next_page;
  if (page_ == 0) return true;
  // A circle may lead back to any page, also to one that an earlier process asked for.
  const auto remember = [this](const json::Value& cursor) -> Result<void> {
    DECANT_TRY(restore(cursor));
    remember_request();
    return {};
  };
  DECANT_TRY(run_.sink().each_cursor(run_.name(), address_, remember));
  DECANT_TRY(restore(point.cursor));
  remember_request();
  return true;
}

void PageSequence::remember_request() { loop_guard_.remember(to_http(request_, run_.endpoint().request)); }

/// One page. False after the last.
Result<bool> PageSequence::step() {
  if (run_.cancel().cancelled()) return fail(ErrorKind::cancelled, "interrupted");
  const PageAddress address{.resource = run_.name(), .sequence = address_, .page = page_};
  DECANT_TRY(auto draft, stored_draft(address));
  if (draft) return go_on_from(*draft);
  const http::Request request = to_http(request_, run_.endpoint().request);
  DECANT_TRY(const auto outcome, fetch_.get(address, request, ahead_));
  if (outcome == PageFetch::Outcome::ignored) return false;
  if (const auto& success = run_.endpoint().success) {
    DECANT_TRY(const auto absent, message_of_absence(fetch_.body(), *success));
    if (absent) {
      run_.pass_over(request.url, *absent);
      return false;
    }
    if (auto checked = check_success(fetch_.body(), *success, run_.source()); !checked)
      return fail(at_resource(std::move(checked).error(), run_));
  }
  DECANT_TRY(const Selection selection, select());
  DECANT_TRY(loop_guard_.check_records(selection.records, request));
  DECANT_TRY(json::Value cursor, go_on(selection.records.size()));
  // Before the body is stored: one that steps or cursor refuse is asked for again, not read again.
  DECANT_TRY(const EmittedRecords emitted, run_.flow().take(selection.records, constants_, run_.cancel()));
  DECANT_TRY(Page page, decide(address, std::move(cursor)));
  if (run_.flow().excludes()) return end_excluding(std::move(page), emitted);
  set_records(emitted, page);
  std::optional<json::Value> headers;
  if (outcome == PageFetch::Outcome::fetched) headers = fetch_.headers_to_store(paginator_->header());
  if (headers && !(run_.children.empty() && has_records_in_body(page))) {
    DECANT_TRY(run_.sink().body(address, {fetch_.body().document().source(), *headers}));
    headers.reset();
  }
  return end(std::move(page), emitted.records, emitted.rewritten ? no_constants() : constants_, fetch_.document(),
             headers);
}

/// The page but for its records.
Result<Page> PageSequence::decide(const PageAddress& address, json::Value cursor) {
  Page page;
  page.address = address;
  DECANT_TRY(run_.flow().end_page(page));
  if (!run_.spec().moves_state) page.change = {};
  page.last = !paginator_->has_next() || run_.stops_paging();
  if (!page.last) page.cursor = std::move(cursor);
  tell(doubt());
  return page;
}

/// Ends a page of which no body is stored, but the records without what is excluded. If they begin requests of others,
/// they are durable before these are sent.
Result<bool> PageSequence::end_excluding(Page page, const EmittedRecords& emitted) {
  DECANT_TRY(const EmittedRecords stored, run_.flow().stored(emitted));
  const bool has_constants = emitted.rewritten != nullptr;
  if (run_.children.empty() || stored.records.empty()) {
    set_records(stored, page);
    return end(std::move(page), stored.records, has_constants ? no_constants() : constants_, fetch_.document());
  }
  const PageAddress address = page.address;
  DECANT_TRY(PageDraft draft,
             PageDraft::make(stored, {.page = std::move(page), .has_constants = has_constants, .doubt = doubt()}));
  DECANT_TRY(run_.sink().body(address, draft.to_body()));
  const auto& constants = has_constants ? no_constants() : constants_;
  return end(draft.take_page(), draft.records().records, constants, draft.document());
}

/// Only pages whose records begin requests of others have one.
Result<std::optional<PageDraft>> PageSequence::stored_draft(const PageAddress& address) {
  if (!run_.flow().excludes() || run_.children.empty()) return std::optional<PageDraft>();
  DECANT_TRY(const auto stored, run_.sink().stored_body(address));
  return stored ? PageDraft::from(*stored, address) : std::optional<PageDraft>();
}

/// Goes on with a page that an earlier run left undecided, and behind it.
Result<bool> PageSequence::go_on_from(PageDraft& draft) {
  const PageDraft::Decision& decision = draft.decision();
  tell(decision.doubt);
  run_.flow().follow(decision.page.change);
  if (!decision.page.last) {
    DECANT_TRY(restore(decision.page.cursor));
    remember_request();
  }
  const auto& constants = decision.has_constants ? no_constants() : constants_;
  return end(draft.take_page(), draft.records().records, constants, draft.document());
}

/// Whether what is stored of a page are records that lie in its body.
bool PageSequence::has_records_in_body(const Page& page) const {
  return run_.spec().selected && !page.records.empty() && !page.rewritten;
}

/// Hands on a page once its records' children have theirs. `document`: the body that its records stand in. `headers`:
/// of a body that is not stored yet.
Result<bool> PageSequence::end(Page page, const std::vector<EmittedRecord>& records, const json::Value& constants,
                               json::Document& document, const std::optional<json::Value>& headers) {
  DECANT_TRY(on_page_({.address = page.address, .records = records, .constants = constants}));
  page.constants = constants;
  if (!run_.spec().selected) {  // its records are for its children alone
    page.records.clear();
    page.rewritten.reset();
    page.constants = json::Value::object();
  } else if (has_records_in_body(page)) {
    page.document = std::move(document);
  }
  const bool more = !page.last;
  DECANT_TRY(headers ? run_.sink().page_with_body(std::move(page), *headers) : run_.sink().page(std::move(page)));
  ++page_;
  return more;
}

Result<Selection> PageSequence::select() {
  if (selector_.paths.empty()) selector_.paths.push_back(detect_selector(fetch_.body()));
  DECANT_TRY(Selection selection, select_records(fetch_.body(), selector_));
  if (!selection.found) {
    Error error = missing_selector_error(fetch_.body(), selector_);
    if (run_.source().strict) return fail(std::move(error));
    run_.doubt_once("selector", error.message + "; counted as an empty page");
  } else if (selection.selector > 0) {
    const std::string place = selector_.location.to_string();
    run_.note_once("selector", "nothing is at `" + selector_.paths.front().text() + "`, which `data_selector` names" +
                                   (place.empty() ? "" : " (" + place + ")") + "; the records are taken from `" +
                                   selector_.paths[selection.selector].text() + "`");
  }
  const bool objects = std::all_of(selection.records.begin(), selection.records.end(),
                                   [](const json::Node& record) { return record.is_object(); });
  if (!objects && !constants_.as_object().empty())
    return fail(ErrorKind::source_data, "a record is no object, so it cannot get fields of its parent",
                "Set `data_selector` to a list of objects, or remove `include_from_parent`.");
  return selection;
}

Result<void> PageSequence::detect(const Answer& answer) {
  DetectedPages pages = detect_pages(answer);
  if (pages.is_numbered && run_.source().strict)
    return fail(ErrorKind::config, pages.doubt, "Name the paginator in the config: detection may lose a page.");
  if (!pages.doubt.empty()) run_.note_once("paginator", pages.doubt);
  detected_ = to_json(pages.paginator);
  paginator_ = Paginator::make(pages.paginator);
  return {};
}

/// Prepares the next request; returns it as a cursor, null if there is none.
Result<json::Value> PageSequence::go_on(std::size_t records) {
  const Answer answer{.headers = fetch_.headers(), .body = fetch_.unmasked_body(), .records = records};
  if (!paginator_) DECANT_TRY(detect(answer));
  DECANT_TRY(paginator_->update(answer));
  if (!paginator_->has_next()) return json::Value();
  DECANT_TRY(paginator_->advance(request_.page));
  // Seen before the page is decided: the page that leads back is asked for again once the server is mended.
  DECANT_TRY(loop_guard_.check_request(to_http(request_, run_.endpoint().request)));
  return cursor();
}

/// Whether the sequence has ended where it should; empty: yes, or it has not ended.
std::string PageSequence::doubt() const { return paginator_->has_next() ? "" : paginator_->doubt(); }

/// dlt loads what came, and so do we unless strict.
void PageSequence::tell(const std::string& doubt) {
  if (doubt.empty()) return;
  if (run_.source().strict) {
    run_.doubt_once("announced", doubt);
  } else {
    run_.note_once("announced", doubt);
  }
}

json::Value PageSequence::cursor() const {
  json::Value cursor = request_to_cursor(request_.page, references_);
  if (json::Value state = paginator_->state(); !state.is_null())
    cursor["state"] = state.is_string() ? json::Value(references_.hide(state.as_string())) : std::move(state);
  if (!detected_.is_null()) cursor["detected"] = detected_;
  if (run_.endpoint().selector.paths.empty()) cursor["selector"] = selector_.paths.front().text();
  cursor["previous_page"] = loop_guard_.state();
  return cursor;
}

Result<void> PageSequence::restore(const json::Value& cursor) {
  DECANT_TRY(request_from_cursor(cursor, references_, request_.page));
  if (const json::Value* detected = cursor.find("detected")) {
    detected_ = *detected;
    DECANT_TRY(const PaginatorSpec spec, detected_from_json(detected_));
    paginator_ = Paginator::make(spec);
  }
  if (const json::Value* state = cursor.find("state"); state != nullptr && paginator_) {
    const json::Value revealed = state->is_string() ? json::Value(references_.reveal(state->as_string())) : *state;
    DECANT_TRY(paginator_->restore(revealed, request_.page));
  }
  if (const json::Value* selector = cursor.find("selector"); selector != nullptr && selector_.paths.empty()) {
    if (!selector->is_string()) return damaged_cursor();
    DECANT_TRY(json::Path path, json::Path::compile(selector->as_string()));
    selector_.paths.push_back(std::move(path));
  }
  if (!paginator_) return damaged_cursor();
  loop_guard_.restore(cursor.text_or("previous_page", ""));
  return {};
}

}  // namespace decant::source::rest
