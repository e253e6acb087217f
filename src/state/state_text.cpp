#include "state/state_text.h"

#include "core/deflate.h"
#include "core/hash.h"
#include "json/write.h"

namespace decant::state {

Result<std::string> encode_state_text(const json::Value& document) {
  const std::string text = json::write(document);
  if (text.size() > kMaxStateBytes)
    return fail(ErrorKind::state, "the pipeline state is too large: " + std::to_string(text.size()) + " bytes");
  DECANT_TRY(const std::string bytes, deflate(text));
  return base64_encode(bytes);
}

Result<json::Value> decode_state_text(std::string_view text) {
  if (text.size() > kMaxStateBytes)
    return fail(ErrorKind::state, "the stored pipeline state is too large: " + std::to_string(text.size()) + " bytes");
  std::string plain(text);
  if (const auto first = text.find_first_not_of(" \t\r\n"); first != std::string_view::npos && text[first] != '{') {
    std::string bytes;
    if (!base64_decode(text, bytes) || !inflate(bytes, kMaxStateBytes, plain))
      return fail(ErrorKind::state, "the stored pipeline state is neither JSON nor compressed JSON");
  }
  auto document = json::parse_value(plain);
  if (!document || !document->is_object()) return fail(ErrorKind::state, "the stored pipeline state is no JSON object");
  return document;
}

}  // namespace decant::state
