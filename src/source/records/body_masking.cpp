#include "source/records/body_masking.h"

#include <algorithm>
#include <string_view>

#include "core/redact.h"

namespace decant::source {

std::size_t mask_secrets(std::string& body) {
  const Redactor& redactor = Redactor::process();
  if (!redactor.contains_secret(body)) return 0;
  const std::string_view text = body;
  std::string masked;
  std::size_t count = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t quote = std::min(text.find('"', at), text.size());
    masked += text.substr(at, quote - at);
    if (quote == text.size()) break;
    std::size_t end = quote + 1;
    while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
    end = std::min(end, text.size());
    const std::string_view inside = text.substr(quote + 1, end - quote - 1);
    const bool secret = redactor.contains_secret(inside);
    count += secret ? 1 : 0;
    masked += '"';
    masked += secret ? redactor.redact(inside) : std::string(inside);
    if (end < text.size()) masked += '"';
    at = end + 1;
  }
  body = std::move(masked);
  return count;
}

}  // namespace decant::source
