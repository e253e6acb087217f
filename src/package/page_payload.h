#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "json/value.h"
#include "state/page.h"

namespace decant::package {

/// What the payload of a `page` entry holds.
struct PagePayload {
  std::vector<state::RecordSpan> records;
  json::Value constants;
  json::Value cursor;
  state::StateChange change;
};

/// The payload of a page's entry. The indexes must rise and no span may end before it begins.
std::string encode_payload(const state::Page& page);

/// Reads a payload with so many records, whose spans must lie in a text of `text_size` bytes, from a log of that
/// format. Errors are of kind `package`.
Result<void> decode_payload(std::string_view bytes, std::uint32_t version, std::uint64_t records,
                            std::uint64_t text_size, PagePayload& payload);

}  // namespace decant::package
