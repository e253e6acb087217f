#pragma once

// For tests only.
#include <string>
#include <vector>

#include "json/document.h"
#include "normalize/normalizer.h"

namespace decant::normalize {

/// Records as the text of one page.
struct PageText {
  explicit PageText(const std::vector<std::string>& records) {
    for (const auto& record : records) {
      const auto begin = static_cast<std::uint32_t>(text.size());
      text += record;
      spans.push_back({static_cast<std::uint32_t>(spans.size()), begin, static_cast<std::uint32_t>(text.size())});
      text += ',';
    }
    text.reserve(text.size() + json::kPadding);
  }

  std::string text;
  std::vector<RecordSpan> spans;
};

}  // namespace decant::normalize
