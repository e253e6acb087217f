#include "http/header_text.h"

#include "core/utf8.h"

namespace decant::http {

std::string header_text(std::string_view bytes) {
  if (is_utf8(bytes)) return std::string(bytes);
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      text += c;
    } else {
      text += static_cast<char>(0xC0U | (byte >> 6U));
      text += static_cast<char>(0x80U | (byte & 0x3FU));
    }
  }
  return text;
}

std::optional<std::string> header_bytes(std::string_view text) {
  if (text.starts_with(' ') || text.starts_with('\t')) return std::nullopt;
  std::string bytes;
  while (!text.empty()) {
    const char c = text.front();
    const auto first = static_cast<unsigned char>(c);
    const std::size_t length = character_length(text);
    if (length == 1 && c != '\r' && c != '\n' && c != '\0') {
      bytes += c;
    } else if (length == 2 && first <= 0xC3) {
      bytes += static_cast<char>(((first & 0x03U) << 6U) | (static_cast<unsigned char>(text[1]) & 0x3FU));
    } else {
      return std::nullopt;
    }
    text.remove_prefix(length);
  }
  return bytes;
}

}  // namespace decant::http
