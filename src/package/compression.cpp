#include "package/compression.h"

#include <zstd.h>

#include <cstring>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace decant::package {

namespace {

struct FreeContext {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};
using Context = std::unique_ptr<ZSTD_CCtx, FreeContext>;

/// Compresses into `out`; false if the library fails.
bool compress(ZSTD_CCtx* context, std::string_view raw, int level, std::string& out) {
  if (context == nullptr || ZSTD_isError(ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)) != 0)
    return false;
  bool compressed = false;
  // Not resize: it would write zeros over what may become large and is used in part only.
  out.resize_and_overwrite(ZSTD_compressBound(raw.size()), [&](char* to, std::size_t room) -> std::size_t {
    const std::size_t size = ZSTD_compress2(context, to, room, raw.data(), raw.size());
    compressed = ZSTD_isError(size) == 0;
    return compressed ? size : 0;
  });
  return compressed;
}

}  // namespace

/// As many as threads compress at a time.
class Compressor::Contexts {
 public:
  Context take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return Context(ZSTD_createCCtx());
    Context context = std::move(idle_.back());
    idle_.pop_back();
    return context;
  }

  void give_back(Context context) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(context));
  }

 private:
  std::mutex mutex_;
  std::vector<Context> idle_;
};

Compressor::Compressor() : contexts_(std::make_unique<Contexts>()) {}
Compressor::~Compressor() = default;

Result<Entry> Compressor::make_entry(EntryKind kind, std::string meta, std::string_view raw, int level) {
  if (meta.size() > kMaxMetaBytes || raw.size() > kMaxPayloadBytes)
    return fail(ErrorKind::source_data, "a page is too large to be recorded: " + std::to_string(meta.size()) +
                                            " bytes of headers and address, " + std::to_string(raw.size()) +
                                            " bytes of spans, cursor and state");
  Entry entry{.kind = kind,
              .codec = Codec::zstd,
              .raw_size = static_cast<std::uint32_t>(raw.size()),
              .checksum = 0,
              .meta = std::move(meta),
              .payload = {}};
  Context context = contexts_->take();
  if (!compress(context.get(), raw, level, entry.payload))
    return fail(ErrorKind::internal, "zstd could not compress " + std::to_string(raw.size()) + " bytes");
  contexts_->give_back(std::move(context));
  if (entry.payload.size() >= raw.size()) {
    entry.codec = Codec::none;
    entry.payload = raw;
  }
  entry.checksum = content_checksum(entry.meta, entry.payload);
  return entry;
}

Result<void> decode_bytes(Codec codec, std::string_view payload, char* out, std::size_t raw_size) {
  if (codec == Codec::none) {
    if (payload.size() != raw_size) return fail(ErrorKind::package, "an entry states another size than it has");
    std::memcpy(out, payload.data(), raw_size);
    return {};
  }
  thread_local const std::unique_ptr<ZSTD_DCtx, FreeContext> context(ZSTD_createDCtx());
  if (!context) return fail(ErrorKind::internal, "zstd could not be started");
  if (ZSTD_decompressDCtx(context.get(), out, raw_size, payload.data(), payload.size()) != raw_size)
    return fail(ErrorKind::package, "an entry cannot be decompressed into the size that it states");
  return {};
}

}  // namespace decant::package
