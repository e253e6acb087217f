#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "json/value.h"

namespace decant::state {

/// Largest state document that is read, in bytes of JSON.
inline constexpr std::size_t kMaxStateBytes = std::size_t{256} << 20;

/// A state document as it stands in the column `state` of `_dlt_pipeline_state`: compact JSON, zlib level 9, base64.
Result<std::string> encode_state_text(const json::Value& document);

/// Reads that form, and plain JSON too. Errors are of kind `state`.
Result<json::Value> decode_state_text(std::string_view text);

}  // namespace decant::state
