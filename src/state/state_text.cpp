#include "state/state_text.h"

#include <zlib.h>

#include <algorithm>
#include <array>

#include "core/hash.h"
#include "json/write.h"

namespace decant::state {

namespace {

constexpr int kLevel = 9;

/// Inflates until the end of the stream; false if it is malformed, cut short or larger than kMaxStateBytes.
bool inflate_all(std::string& bytes, std::string& text) {
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) return false;
  stream.next_in = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::array<char, 16384> window{};
  int outcome = Z_OK;
  while (outcome == Z_OK && text.size() <= kMaxStateBytes) {
    stream.next_out = reinterpret_cast<Bytef*>(window.data());
    stream.avail_out = static_cast<uInt>(window.size());
    outcome = inflate(&stream, Z_NO_FLUSH);
    text.append(window.data(), window.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  return outcome == Z_STREAM_END && text.size() <= kMaxStateBytes;
}

}  // namespace

Result<std::string> encode_state_text(const json::Value& document) {
  const std::string text = json::write(document);
  if (text.size() > kMaxStateBytes)
    return fail(ErrorKind::state, "the pipeline state is too large: " + std::to_string(text.size()) + " bytes");
  uLongf size = compressBound(text.size());
  std::string bytes(size, '\0');
  if (compress2(reinterpret_cast<Bytef*>(bytes.data()), &size, reinterpret_cast<const Bytef*>(text.data()), text.size(),
                kLevel) != Z_OK)
    return fail(ErrorKind::internal, "zlib could not compress the pipeline state");
  bytes.resize(size);
  return base64_encode(bytes);
}

Result<json::Value> decode_state_text(std::string_view text) {
  if (text.size() > kMaxStateBytes)
    return fail(ErrorKind::state, "the stored pipeline state is too large: " + std::to_string(text.size()) + " bytes");
  std::string plain(text);
  if (const auto first = text.find_first_not_of(" \t\r\n"); first != std::string_view::npos && text[first] != '{') {
    std::string bytes;
    plain.clear();
    if (!base64_decode(text, bytes) || !inflate_all(bytes, plain))
      return fail(ErrorKind::state, "the stored pipeline state is neither JSON nor compressed JSON");
  }
  auto document = json::parse_value(plain);
  if (!document || !document->is_object()) return fail(ErrorKind::state, "the stored pipeline state is no JSON object");
  return document;
}

}  // namespace decant::state
