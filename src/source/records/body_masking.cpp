#include "source/records/body_masking.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "core/redact.h"
#include "json/unescape.h"
#include "json/write.h"

namespace decant::source {

namespace {

/// JSON in a string of JSON, and again: so often a text is unescaped to see whether a secret is in it.
constexpr int kMostUnescaped = 3;

/// What stands between the quotes of a string without its secrets; nothing if it holds none.
std::optional<std::string> masked(std::string_view inside) {
  const Redactor& redactor = Redactor::process();
  std::optional<std::string> result;
  if (redactor.contains_secret(inside)) result = redactor.redact(inside);
  std::string text = result ? *result : std::string(inside);
  for (int depth = 0; depth < kMostUnescaped && text.find('\\') != std::string::npos; ++depth) {
    std::string next;
    if (!json::unescape(text, next)) break;
    text = std::move(next);
    if (!redactor.contains_secret(text)) continue;
    if (depth > 0) return "***";
    text = redactor.redact(text);
    std::string quoted;
    json::append_string(text, quoted);
    result = quoted.substr(1, quoted.size() - 2);
  }
  return result;
}

}  // namespace

std::size_t mask_secrets(std::string& body) {
  if (!Redactor::process().may_hold_secret(body)) return 0;
  const std::string_view text = body;
  std::string result;
  std::size_t count = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t quote = std::min(text.find('"', at), text.size());
    result += text.substr(at, quote - at);
    if (quote == text.size()) break;
    std::size_t end = quote + 1;
    while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
    end = std::min(end, text.size());
    const std::string_view inside = text.substr(quote + 1, end - quote - 1);
    const auto without = masked(inside);
    count += without ? 1 : 0;
    result += '"';
    result += without ? *without : std::string(inside);
    if (end < text.size()) result += '"';
    at = end + 1;
  }
  if (count > 0) body = std::move(result);
  return count;
}

}  // namespace decant::source
