#include "json/typed_text.h"

#include <cstdlib>

#include "core/hash.h"
#include "core/time.h"

namespace decant::json {

namespace {

void append_two_digits(int number, std::string& out) {
  out.push_back(static_cast<char>('0' + number / 10));
  out.push_back(static_cast<char>('0' + number % 10));
}

void append_timestamp(Micros instant, ZoneOffset zone, std::string& out) {
  constexpr std::size_t kUtcSuffix = 6;  // +00:00
  const std::string text = to_iso8601(instant + zone.seconds() * kMicrosPerSecond);
  out.append(text, 0, text.size() - kUtcSuffix);
  if (zone.is_naive()) return;
  const int size = std::abs(zone.seconds());
  out.push_back(zone.seconds() < 0 ? '-' : '+');
  append_two_digits(size / 3600, out);
  out.push_back(':');
  append_two_digits(size / 60 % 60, out);
  if (size % 60 == 0) return;
  out.push_back(':');
  append_two_digits(size % 60, out);
}

}  // namespace

void append_typed_text(const Node& value, std::string& out) {
  constexpr std::size_t kDateLength = 10;  // 2024-01-02
  constexpr std::size_t kUtcSuffix = 6;
  const Token& token = value.token();
  switch (token.typed) {
    case TypedKind::decimal:
    case TypedKind::wei:
    case TypedKind::uuid: out += value.text(); return;
    case TypedKind::binary: out += base64_encode(value.text()); return;
    case TypedKind::timestamp: append_timestamp(token.integer, ZoneOffset{token.size}, out); return;
    case TypedKind::date: out.append(to_iso8601(token.integer * kMicrosPerDay), 0, kDateLength); return;
    case TypedKind::time: {
      const std::string text = to_iso8601(token.integer);
      out.append(text, kDateLength + 1, text.size() - kDateLength - 1 - kUtcSuffix);
      return;
    }
  }
}

}  // namespace decant::json
