#include "core/gzip_stream.h"

#include <zlib.h>

#include <array>
#include <utility>

namespace decant {

namespace {

constexpr std::size_t kWindow = std::size_t{64} << 10;

}  // namespace

struct GzipStream::State {
  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { deflateEnd(&stream); }

  z_stream stream{};
  std::array<char, kWindow> window{};
};

GzipStream::GzipStream(std::unique_ptr<State> state) : state_(std::move(state)) {}
GzipStream::GzipStream(GzipStream&&) noexcept = default;
GzipStream& GzipStream::operator=(GzipStream&&) noexcept = default;
GzipStream::~GzipStream() = default;

Result<GzipStream> GzipStream::open() {
  constexpr int kGzip = 16 + MAX_WBITS;
  constexpr int kLevel = 5;  // the last before zlib gets slow for little
  constexpr int kMemoryLevel = 8;
  auto state = std::make_unique<State>();
  if (deflateInit2(&state->stream, kLevel, Z_DEFLATED, kGzip, kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK) {
    return fail(ErrorKind::internal, "zlib could not be started");
  }
  return GzipStream(std::move(state));
}

Result<void> GzipStream::write(std::string_view bytes, const Take& take) {
  constexpr std::size_t kMostAtOnce = std::size_t{1} << 30;  // zlib counts in 32 bits
  while (!bytes.empty()) {
    const auto some = bytes.substr(0, kMostAtOnce);
    DECANT_TRY(deflate(some, Z_NO_FLUSH, take));
    bytes.remove_prefix(some.size());
  }
  return {};
}

Result<void> GzipStream::finish(const Take& take) { return deflate({}, Z_FINISH, take); }

Result<void> GzipStream::deflate(std::string_view bytes, int flush, const Take& take) {
  z_stream& stream = state_->stream;
  auto& window = state_->window;
  stream.next_in = reinterpret_cast<const Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  do {
    stream.next_out = reinterpret_cast<Bytef*>(window.data());
    stream.avail_out = static_cast<uInt>(window.size());
    if (::deflate(&stream, flush) == Z_STREAM_ERROR) return fail(ErrorKind::internal, "zlib could not compress");
    const std::string_view made(window.data(), window.size() - stream.avail_out);
    if (!made.empty()) DECANT_TRY(take(made));
  } while (stream.avail_out == 0);
  return {};
}

}  // namespace decant
