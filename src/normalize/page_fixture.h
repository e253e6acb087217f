#pragma once

// For tests only.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "json/document.h"
#include "json/parser.h"
#include "normalize/normalizer.h"

namespace decant::normalize {

/// Records as the text of one page: a list, parsed if they are JSON.
struct PageText {
  explicit PageText(const std::vector<std::string>& records) : text("[") {
    for (const auto& record : records) {
      const auto begin = static_cast<std::uint32_t>(text.size());
      text += record;
      spans.push_back({.index = static_cast<std::uint32_t>(spans.size()),
                       .begin = begin,
                       .end = static_cast<std::uint32_t>(text.size())});
      text += spans.size() == records.size() ? ']' : ',';
    }
    text.reserve(text.size() + json::kPadding);
    json::Document parsed;
    if (!json::Parser().parse_in_place(text, parsed)) return;
    std::size_t next = 0;
    for (const auto item : parsed.root().items()) spans.at(next++).token = item.index();
    document = std::move(parsed);
  }
  PageText(const PageText&) = delete;
  PageText& operator=(const PageText&) = delete;

  std::string text;
  std::optional<json::Document> document;
  std::vector<RecordSpan> spans;
};

}  // namespace decant::normalize
