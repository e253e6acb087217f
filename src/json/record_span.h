#pragma once

#include <cstdint>

namespace decant::json {

/// A record that was kept of a page: where its JSON stands in the page's text, and its index in the page before any
/// filter; where the text comes with its document, its token there.
struct RecordSpan {
  std::uint32_t index = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t token = 0;

  friend bool operator==(const RecordSpan&, const RecordSpan&) = default;
};

}  // namespace decant::json
