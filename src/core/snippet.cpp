#include "core/snippet.h"

#include "core/redact.h"

namespace decant {

namespace {

/// Length of the well-formed UTF-8 character at the front; 0 if there is none.
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::size_t length = byte(0) < 0x80                      ? 1
                             : byte(0) >= 0xf0 && byte(0) < 0xf5 ? 4
                             : byte(0) >= 0xe0                   ? 3
                             : byte(0) >= 0xc2                   ? 2
                                                                 : 0;
  if (length == 0 || byte(0) >= 0xf5 || length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0U) != 0x80) return 0;
  }
  return length;
}

}  // namespace

std::string snippet(std::string_view text, std::size_t size) {
  // Redacted before it is cut, else half a secret could stay; a secret longer than the margin is cut away with the
  // rest.
  const std::string redacted = Redactor::process().redact(text.substr(0, size + 4096));
  std::string result;
  std::string_view rest = redacted;
  while (!rest.empty()) {
    const std::size_t length = character_length(rest);
    const bool visible = length > 1 || (length == 1 && static_cast<unsigned char>(rest[0]) >= 0x20 && rest[0] != 0x7f);
    if (result.size() + (visible ? length : 1) > size) break;
    result += visible ? rest.substr(0, length) : std::string_view(" ");
    rest.remove_prefix(length == 0 ? 1 : length);
  }
  return result;
}

}  // namespace decant
