#include "normalize/row_hash.h"

#include <algorithm>

#include "json/typed_text.h"
#include "json/write.h"

namespace decant::normalize {

namespace {

using json::Kind;
using json::TypedKind;

/// dlt's markers are consecutive characters from U+F026 on.
int marker(TypedKind kind) {
  switch (kind) {
    case TypedKind::decimal: return 0;
    case TypedKind::timestamp: return 1;
    case TypedKind::date: return 2;
    case TypedKind::uuid: return 3;
    case TypedKind::binary: return 5;
    case TypedKind::wei: return 6;
    case TypedKind::time: return 7;
  }
  return 0;
}

void append_value(const json::Node& value, std::string& out) {
  switch (value.kind()) {
    case Kind::object: {
      std::vector<json::Member> members;
      for (const auto member : value.members()) members.push_back(member);
      append_hash_form(std::move(members), out);
      return;
    }
    case Kind::array: {
      char separator = '[';
      for (const auto item : value.items()) {
        out.push_back(separator);
        append_value(item, out);
        separator = ',';
      }
      out += separator == '[' ? "[]" : "]";
      return;
    }
    case Kind::typed:
      out.push_back('"');
      // Of a uuid dlt's JSON library makes text without a marker.
      if (value.token().typed != TypedKind::uuid) {
        out += "\xEF\x80";
        out.push_back(static_cast<char>(0xA6 + marker(value.token().typed)));
      }
      json::append_typed_text(value, out);
      out.push_back('"');
      return;
    default: json::append(value, out);
  }
}

}  // namespace

void append_hash_form(std::vector<json::Member> members, std::string& out) {
  std::stable_sort(members.begin(), members.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  out.push_back('{');
  bool first = true;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i + 1 < members.size() && members[i + 1].key == members[i].key) continue;
    if (!first) out.push_back(',');
    first = false;
    json::append_string(members[i].key, out);
    out.push_back(':');
    append_value(members[i].value, out);
  }
  out.push_back('}');
}

}  // namespace decant::normalize
