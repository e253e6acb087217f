#include "source/rest/extract/page_sequence.h"

#include <algorithm>
#include <utility>

#include "core/hash.h"
#include "core/redact.h"
#include "http/url.h"
#include "json/write.h"
#include "source/rest/answer/answer_check.h"
#include "source/rest/answer/body_masking.h"

namespace decant::source::rest {

namespace {

/// Makes the bytes behind a text readable for the parser.
void pad(std::string& text) { text.reserve(text.size() + json::kPadding); }

json::Value params_to_json(const http::Parameters& params, const SecretReferences& references) {
  json::Value array = json::Value::array();
  for (const auto& [name, value] : params) {
    json::Value pair = json::Value::array();
    pair.push_back(name);
    pair.push_back(references.hide(value));
    array.push_back(std::move(pair));
  }
  return array;
}

std::unexpected<Error> damaged_cursor() { return fail(ErrorKind::package, "the paging cursor is damaged"); }

Result<http::Parameters> params_from_json(const json::Value* array, const SecretReferences& references) {
  http::Parameters params;
  if (array == nullptr || !array->is_array()) return damaged_cursor();
  for (const auto& pair : array->as_array()) {
    if (!pair.is_array() || pair.as_array().size() != 2 || !pair.as_array()[0].is_string() ||
        !pair.as_array()[1].is_string())
      return damaged_cursor();
    params.emplace_back(pair.as_array()[0].as_string(), references.reveal(pair.as_array()[1].as_string()));
  }
  return params;
}

std::string record_text(const json::Node& record) {
  return record.is_object() || record.is_array() ? std::string(record.source()) : json::write(record);
}

}  // namespace

PageSequence::PageSequence(const RestSpec& source, const ResourceSpec& resource, http::Client& client, PageSink& sink,
                           const CancelToken& cancel)
    : source_(source),
      resource_(resource),
      client_(client),
      sink_(sink),
      cancel_(cancel),
      references_(resource.endpoint.credentials),
      paginator_(Paginator::make(resource.endpoint.paginator)),
      selector_(resource.endpoint.selector),
      request_{.url = resource.endpoint.url, .params = resource.endpoint.params} {}

Result<void> PageSequence::run() {
  DECANT_TRY(bool more, begin());
  while (more) {
    auto stepped = step();
    if (!stepped)
      return fail(
          std::move(stepped).error().within("page " + std::to_string(page_ + 1) + " of " + resource_.hints.name));
    more = *stepped;
  }
  return {};
}

/// False if an earlier run got the last page already.
Result<bool> PageSequence::begin() {
  DECANT_TRY(origin_, http::origin_of(request_.url));
  DECANT_TRY(const ResumePoint point, sink_.resume_point(resource_.hints.name, ""));
  if (point.finished) return false;
  paginator_->init(request_);
  page_ = point.next_page;
  if (page_ > 0) DECANT_TRY(restore(point.cursor));
  return true;
}

/// One page. False after the last.
Result<bool> PageSequence::step() {
  if (cancel_.cancelled()) return fail(ErrorKind::cancelled, "interrupted");
  DECANT_TRY(refuse_repeated_request());
  const PageAddress address{.resource = resource_.hints.name, .sequence = "", .page = page_};
  DECANT_TRY(const bool is_new, read_page(address));
  if (const auto& success = resource_.endpoint.success) DECANT_TRY(check_success(document_.root(), *success));
  DECANT_TRY(const Selection selection, select());
  DECANT_TRY(refuse_repeated_page(selection));
  DECANT_TRY(json::Value cursor, go_on(selection.records.size()));

  Page page = make_page(address, selection);
  page.last = !paginator_->has_next();
  page.cursor = std::move(cursor);
  if (is_new) DECANT_TRY(sink_.body(address, Body{.bytes = body_}));
  DECANT_TRY(sink_.page(std::move(page)));
  ++page_;
  return paginator_->has_next();
}

/// Gets the body, from the sink or from the server. True if the sink does not have it yet.
Result<bool> PageSequence::read_page(const PageAddress& address) {
  DECANT_TRY(auto stored, sink_.stored_body(address));
  is_masked_ = false;
  if (stored) {
    DECANT_TRY(parse_stored(std::move(stored->bytes)));
    return false;
  }
  DECANT_TRY(fetch());
  return true;
}

Result<void> PageSequence::parse_stored(std::string bytes) {
  body_ = std::move(bytes);
  pad(body_);
  return parser_.parse_in_place(body_, document_);
}

Result<void> PageSequence::fetch() {
  http::Request request;
  request.method = resource_.endpoint.method;
  request.url = request_.full_url();
  request.headers = resource_.endpoint.headers;
  request.credentials = resource_.endpoint.credentials;
  request.credentials_origin = origin_;
  const auto check = [this](http::Response& response) -> Result<void> {
    auto parsed = parser_.parse_in_place(response.body, document_);
    if (!parsed) return fail(not_json_error(response, parsed.error()));
    return {};
  };
  DECANT_TRY(http::Response response, client_.send(request, cancel_, check));
  if (response.status >= 300) return fail(refused_error(response, resource_.endpoint, source_));

  body_ = std::move(response.body);  // its bytes stay where they are: the document still points into them
  if (!Redactor::process().contains_secret(body_)) return {};
  std::string masked = body_;
  if (mask_secrets(masked) == 0) return {};
  note_once(mask_noted_, "the answers hold a secret of this configuration: it is masked as *** in the records");
  is_masked_ = true;
  std::swap(unmasked_, document_);
  unmasked_body_ = std::move(body_);
  return parse_stored(std::move(masked));
}

Result<Selection> PageSequence::select() {
  if (selector_.paths.empty()) selector_.paths.push_back(detect_selector(document_.root()));
  DECANT_TRY(Selection selection, select_records(document_.root(), selector_));
  if (!selection.found) {
    Error error = missing_selector_error(document_.root(), selector_);
    if (source_.strict) return fail(std::move(error));
    note_once(selector_noted_, error.message + "; counted as an empty page");
  } else if (selection.selector > 0) {
    note_once(selector_noted_, "the records stand at `" + selector_.paths[selection.selector].text() +
                                   "`; nothing is at `" + selector_.paths.front().text() + "`");
  }
  return selection;
}

Result<void> PageSequence::refuse_repeated_request() {
  const std::string url = request_.full_url();
  if (sent_.insert(checksum64(url)).second) return {};
  Error error;
  error.kind = ErrorKind::source_data;
  error.message = "the pages go in a circle: this request was sent before: " + resource_.endpoint.method + " " +
                  http::redact_url(url);
  error.hint = "Check the resource's paginator: its link or parameter does not lead on.";
  error.details.url = http::redact_url(url);
  return fail(std::move(error));
}

Result<void> PageSequence::refuse_repeated_page(const Selection& selection) {
  std::string fingerprint;
  if (!selection.records.empty()) {
    std::uint64_t checksum = 0;
    std::size_t size = 0;
    for (const auto& record : selection.records) {
      const bool is_container = record.is_object() || record.is_array();
      const std::string scalar = is_container ? "" : json::write(record);
      const std::string_view text = is_container ? record.source() : scalar;
      checksum = checksum64(text, checksum);
      size += text.size();
    }
    fingerprint =
        std::to_string(checksum) + "-" + std::to_string(size) + "-" + std::to_string(selection.records.size());
    if (previous_page_ == fingerprint) {
      Error error;
      error.kind = ErrorKind::source_data;
      error.message = "the pages go in a circle: the same " + std::to_string(selection.records.size()) +
                      " records as on the page before came for " + resource_.endpoint.method + " " +
                      http::redact_url(request_.full_url());
      error.hint = "The server does not heed the paginator's parameter: check its name, or use another paginator.";
      error.details.url = http::redact_url(request_.full_url());
      return fail(std::move(error));
    }
  }
  previous_page_ = std::move(fingerprint);
  return {};
}

/// Prepares the next request; returns it as a cursor, null if there is none.
Result<json::Value> PageSequence::go_on(std::size_t records) {
  DECANT_TRY(paginator_->update((is_masked_ ? unmasked_ : document_).root(), records));
  if (!paginator_->has_next()) return json::Value();
  DECANT_TRY(paginator_->advance(request_));
  json::Value cursor = json::Value::object();
  cursor["url"] = references_.hide(request_.url);
  cursor["params"] = params_to_json(request_.params, references_);
  if (json::Value state = paginator_->state(); !state.is_null()) cursor["state"] = std::move(state);
  if (resource_.endpoint.selector.paths.empty()) cursor["selector"] = selector_.paths.front().text();
  cursor["previous_page"] = *previous_page_;
  return cursor;
}

Result<void> PageSequence::restore(const json::Value& cursor) {
  const json::Value* url = cursor.find("url");
  if (url == nullptr || !url->is_string()) return damaged_cursor();
  request_.url = references_.reveal(url->as_string());
  DECANT_TRY(request_.params, params_from_json(cursor.find("params"), references_));
  if (const json::Value* state = cursor.find("state")) DECANT_TRY(paginator_->restore(*state));
  if (const json::Value* selector = cursor.find("selector"); selector != nullptr && selector_.paths.empty()) {
    if (!selector->is_string()) return damaged_cursor();
    DECANT_TRY(json::Path path, json::Path::compile(selector->as_string()));
    selector_.paths.push_back(std::move(path));
  }
  previous_page_ = cursor.text_or("previous_page", "");
  return {};
}

Page PageSequence::make_page(const PageAddress& address, const Selection& selection) const {
  Page page;
  page.address = address;
  const auto& records = selection.records;
  const bool in_body = std::all_of(records.begin(), records.end(),
                                   [](const json::Node& record) { return record.is_object() || record.is_array(); });
  std::string text;
  for (std::size_t i = 0; i < records.size(); ++i) {
    RecordSpan span{.index = static_cast<std::uint32_t>(i)};
    if (in_body) {
      span.begin = records[i].token().span.begin;
      span.end = records[i].token().span.end;
    } else {
      span.begin = static_cast<std::uint32_t>(text.size());
      text += record_text(records[i]);
      span.end = static_cast<std::uint32_t>(text.size());
      text += '\n';
    }
    page.records.push_back(span);
  }
  if (!in_body) page.rewritten = std::move(text);
  return page;
}

void PageSequence::note_once(bool& said, std::string message) {
  if (std::exchange(said, true)) return;
  sink_.note(resource_.hints.name, std::move(message));
}

}  // namespace decant::source::rest
