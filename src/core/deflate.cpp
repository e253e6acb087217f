#include "core/deflate.h"

#include <zlib.h>

#include <array>

namespace decant {

Result<std::string> deflate(std::string_view bytes) {
  uLongf size = ::compressBound(bytes.size());
  std::string packed(size, '\0');
  if (::compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
                  bytes.size(), Z_BEST_COMPRESSION) != Z_OK)
    return fail(ErrorKind::internal, "zlib could not pack " + std::to_string(bytes.size()) + " bytes");
  packed.resize(size);
  return packed;
}

bool inflate(std::string_view bytes, std::size_t most, std::string& text) {
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) return false;
  std::string input(bytes);  // zlib wants them writable
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  std::array<char, 16384> window{};
  int outcome = Z_OK;
  text.clear();
  while (outcome == Z_OK && text.size() <= most) {
    stream.next_out = reinterpret_cast<Bytef*>(window.data());
    stream.avail_out = static_cast<uInt>(window.size());
    outcome = ::inflate(&stream, Z_NO_FLUSH);
    text.append(window.data(), window.size() - stream.avail_out);
  }
  ::inflateEnd(&stream);
  return outcome == Z_STREAM_END && text.size() <= most;
}

}  // namespace decant
