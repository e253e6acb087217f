#include "json/document.h"

#include <utility>

#include "core/result.h"

namespace decant::json {

std::string_view to_string(Kind kind) {
  switch (kind) {
    case Kind::null: return "null";
    case Kind::boolean: return "boolean";
    case Kind::integer:
    case Kind::unsigned_integer:
    case Kind::real:
    case Kind::number_text: return "number";
    case Kind::string: return "text";
    case Kind::array: return "list";
    case Kind::object: return "object";
    case Kind::typed: return "typed value";
  }
  return "null";
}

std::string_view Node::source() const {
  const Token& t = token();
  if (t.kind != Kind::array && t.kind != Kind::object) return {};
  return document_->source().substr(t.span.begin, t.span.end - t.span.begin);
}

bool Node::find(std::string_view key, Node& value) const {
  bool found = false;
  for (const auto member : members()) {
    if (member.key == key) {
      value = member.value;
      found = true;
    }
  }
  return found;
}

void Document::own(std::string text) {
  owned_ = std::move(text);
  DECANT_CHECK(owned_.data() == source_.data() && owned_.size() == source_.size());
}

std::size_t Document::memory() const {
  std::size_t bytes = owned_.capacity() + tokens_.capacity() * sizeof(Token);
  for (const auto& text : unescaped_) bytes += text.capacity();
  return bytes;
}

}  // namespace decant::json
