#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.h"
#include "package/entry.h"

namespace decant::package {

/// Compresses what goes into a log. Keeps what zstd works in from one entry to the next. Thread-safe.
class Compressor {
 public:
  Compressor();
  ~Compressor();

  /// An entry of `raw` (at most kMaxPayloadBytes), compressed if that makes it smaller.
  Result<Entry> make_entry(EntryKind kind, std::string meta, std::string_view raw, int level);

 private:
  /// Not thread-local: making those of a thread would wait for a library that is just being opened.
  class Contexts;
  std::unique_ptr<Contexts> contexts_;
};

/// Decodes a payload into `out`, which has the stated `raw_size`. Errors are of kind `package`.
Result<void> decode_bytes(Codec codec, std::string_view payload, char* out, std::size_t raw_size);

}  // namespace decant::package
