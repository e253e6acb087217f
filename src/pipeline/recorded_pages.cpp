#include "pipeline/recorded_pages.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "json/parser.h"

namespace decant::pipeline {

namespace {

constexpr std::size_t kMostBytesWaiting = std::size_t{8} << 20;

bool is_record(const json::Token& token, const json::RecordSpan& span) {
  return (token.kind == json::Kind::array || token.kind == json::Kind::object) && token.span.begin == span.begin &&
         token.span.end == span.end;
}

/// Sets the token of each record; false if one is not there. The records may stand in any order.
bool find_records(const json::Document& document, std::vector<json::RecordSpan>& records) {
  std::vector<json::RecordSpan*> in_order;
  in_order.reserve(records.size());
  for (auto& record : records) in_order.push_back(&record);
  std::sort(in_order.begin(), in_order.end(), [](const auto* a, const auto* b) { return a->begin < b->begin; });
  auto next = in_order.begin();
  const auto& tokens = document.tokens();
  for (std::uint32_t i = 0; i < tokens.size() && next != in_order.end(); ++i) {
    for (; next != in_order.end() && is_record(tokens[i], **next); ++next) (*next)->token = i;
  }
  return next == in_order.end();
}

}  // namespace

RecordedPages::RecordedPages(const package::PackageReader& package, std::string resource)
    : package_(package), resource_(std::move(resource)), queue_(kMostBytesWaiting), thread_([this] { read(); }) {}

RecordedPages::~RecordedPages() {
  queue_.stop();
  thread_.join();
}

void RecordedPages::read() {
  json::Parser parser;
  const std::size_t count = package_.page_count(resource_);
  for (std::size_t number = 0; number < count; ++number) {
    ParsedPage page;
    auto& recorded = page.recorded;
    if (auto read = package_.read_page(resource_, number, recorded); !read) {
      queue_.push(fail(std::move(read).error()), 0);
      break;
    }
    std::size_t bytes = recorded.text().size();
    if (!recorded.rewritten && !recorded.records.empty()) {
      json::Document document;
      if (parser.parse_in_place(recorded.text(), document) && find_records(document, recorded.records)) {
        bytes += document.memory();
        page.document = std::move(document);
      }
    }
    if (!queue_.push(std::move(page), bytes)) return;
  }
  queue_.close();
}

Result<std::optional<ParsedPage>> RecordedPages::next() {
  auto page = queue_.pop();
  if (!page) return std::nullopt;
  if (!*page) return fail(std::move(*page).error());
  return std::move(**page);
}

}  // namespace decant::pipeline
