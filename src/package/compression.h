#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/result.h"
#include "package/entry.h"

namespace decant::package {

/// Makes an entry of `raw` (at most kMaxPayloadBytes), compressed if that makes it smaller. Keeps one zstd context per
/// thread.
Result<Entry> make_entry(EntryKind kind, std::string meta, std::string_view raw, int level);

/// Decodes a payload into `out`, which has the stated `raw_size`. Errors are of kind `package`.
Result<void> decode_bytes(Codec codec, std::string_view payload, char* out, std::size_t raw_size);

}  // namespace decant::package
