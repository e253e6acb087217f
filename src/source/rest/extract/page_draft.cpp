#include "source/rest/extract/page_draft.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "json/parser.h"
#include "json/write.h"

namespace decant::source::rest {

namespace {

/// The header of a stored body that is a draft.
constexpr const char* kDraftMark = "decant-draft";

std::unexpected<Error> damaged() { return fail(ErrorKind::package, "the draft of a page is damaged"); }

json::Value to_json(const PageDraft::Decision& decision) {
  json::Value object = json::Value::object();
  object["has_constants"] = decision.has_constants;
  object["doubt"] = decision.doubt;
  object["cursor"] = decision.page.cursor;
  object["last"] = decision.page.last;
  object["state"] = decision.page.change.state;
  const auto& boundary = decision.page.change.boundary;
  object["cursor_path"] = boundary.cursor_path;
  object["resets"] = boundary.resets;
  object["added"] = json::Value::array();
  for (const auto& hash : boundary.added) object["added"].push_back(hash.text());
  return object;
}

Result<PageDraft::Decision> from_json(const json::Value& object) {
  PageDraft::Decision decision;
  decision.has_constants = object.bool_or("has_constants", false);
  decision.doubt = object.text_or("doubt", "");
  decision.page.last = object.bool_or("last", false);
  const json::Value* cursor = object.find("cursor");
  const json::Value* state = object.find("state");
  const json::Value* added = object.find("added");
  if (cursor == nullptr || state == nullptr || added == nullptr || !added->is_array()) return damaged();
  decision.page.cursor = *cursor;
  decision.page.change.state = *state;
  auto& boundary = decision.page.change.boundary;
  boundary.cursor_path = object.text_or("cursor_path", "");
  boundary.resets = object.bool_or("resets", false);
  for (const auto& text : added->as_array()) {
    const auto hash = text.is_string() ? state::BoundaryHash::from_text(text.as_string()) : std::nullopt;
    if (!hash) return damaged();
    boundary.added.push_back(*hash);
  }
  return decision;
}

}  // namespace

Result<PageDraft> PageDraft::make(const EmittedRecords& stored, Decision decision) {
  std::string text = R"({"records":)" + std::string(stored.rewritten->source()) + R"(,"indexes":[)";
  for (std::size_t i = 0; i < stored.records.size(); ++i)
    text += (i == 0 ? "" : ",") + std::to_string(stored.records[i].index);
  text += R"(],"decision":)" + json::write(to_json(decision)) + "}";
  PageDraft draft;
  draft.decision_ = std::move(decision);
  DECANT_TRY(draft.parse(std::move(text)));
  return draft;
}

Result<std::optional<PageDraft>> PageDraft::from(const Body& body, const PageAddress& address) {
  if (body.headers.find(kDraftMark) == nullptr) return std::optional<PageDraft>();
  PageDraft draft;
  DECANT_TRY(draft.parse(body.bytes));
  json::Node decision = draft.document_->root();
  if (!decision.find("decision", decision)) return damaged();
  DECANT_TRY(draft.decision_, from_json(json::Value::from(decision)));
  draft.decision_.page.address = address;
  return std::optional(std::move(draft));
}

Result<void> PageDraft::parse(std::string text) {
  json::Parser parser;
  DECANT_TRY(json::Document document, parser.parse(std::move(text)));
  document_ = std::make_unique<json::Document>(std::move(document));
  const json::Node root = document_->root();
  json::Node records = root;
  json::Node indexes = root;
  if (!root.find("records", records) || !root.find("indexes", indexes)) return damaged();
  std::vector<std::uint32_t> numbers;
  for (const auto index : indexes.items()) {
    if (index.kind() != json::Kind::integer) return damaged();
    numbers.push_back(static_cast<std::uint32_t>(index.token().integer));
  }
  for (const auto record : records.items()) {
    if (records_.records.size() == numbers.size()) return damaged();
    records_.records.push_back({.index = numbers[records_.records.size()], .node = record});
  }
  return records_.records.size() == numbers.size() ? Result<void>() : damaged();
}

Body PageDraft::to_body() const {
  Body body{.bytes = std::string(document_->source())};
  body.headers[kDraftMark] = "yes";
  return body;
}

Page PageDraft::take_page() {
  Page page = std::move(decision_.page);
  set_records(records_, page);
  return page;
}

}  // namespace decant::source::rest
