#include "core/snippet.h"

#include "core/redact.h"
#include "core/utf8.h"

namespace decant {

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
