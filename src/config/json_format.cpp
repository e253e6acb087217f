#include <algorithm>
#include <charconv>
#include <utility>

#include "config/formats.h"
#include "config/tree_builder.h"
#include "json/parser.h"

namespace decant::config {

namespace {

int line_at(std::string_view text, std::size_t offset) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text.size()));
  return static_cast<int>(std::count(text.begin(), end, '\n')) + 1;
}

/// Offset behind the closing quote of the string whose opening quote is at `at`; npos if its line ends before.
std::size_t behind_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '\n'; ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  return std::string_view::npos;
}

/// Finds the lines of the values of a text that is known to be valid JSON, in the order in which they stand.
class ValueLines {
 public:
  explicit ValueLines(std::string_view text) : text_(text) {}

  /// The line of the next value or key; a container's is that of its opening bracket.
  int next() {
    while (std::string_view(" \t\r\n,:]}").find(text_[at_]) != std::string_view::npos) {
      if (text_[at_] == '\n') ++line_;
      ++at_;
    }
    const char c = text_[at_];
    if (c == '"') {
      at_ = behind_string(text_, at_);
    } else if (c == '{' || c == '[') {
      ++at_;
    } else {
      at_ = std::min(text_.find_first_of(" \t\r\n,]}", at_), text_.size());
    }
    return line_;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
};

class JsonConverter {
 public:
  JsonConverter(std::string_view text, const std::shared_ptr<const std::string>& source)
      : lines_(text), source_(source) {}

  Result<Node> convert(const json::Node& node, int depth) {
    const Location location{source_, lines_.next()};
    DECANT_TRY(budget_.take(location, node.is_string() ? node.text().size() : 0));
    const json::Token& token = node.token();
    switch (node.kind()) {
      case json::Kind::null: return Node(location, nullptr);
      case json::Kind::boolean: return Node(location, token.boolean);
      case json::Kind::integer: return Node(location, token.integer);
      case json::Kind::real: return Node(location, token.real);
      case json::Kind::string: return Node(location, std::string(node.text()));
      case json::Kind::unsigned_integer:
      case json::Kind::number_text:
        return fail_at(location, "the number here does not fit 64 bits", "in quotes it is text");
      case json::Kind::array: return convert_array(node, location, depth);
      case json::Kind::object:
      case json::Kind::typed: break;  // not in JSON text
    }
    return convert_object(node, location, depth);
  }

 private:
  Result<Node> convert_array(const json::Node& node, const Location& location, int depth) {
    DECANT_TRY(check_depth(depth, location));
    Node::Items items;
    for (const json::Node element : node.items()) {
      DECANT_TRY(Node item, convert(element, depth + 1));
      items.push_back(std::move(item));
    }
    return Node(location, std::move(items));
  }

  Result<Node> convert_object(const json::Node& node, const Location& location, int depth) {
    DECANT_TRY(check_depth(depth, location));
    MappingBuilder members;
    for (const json::Member& member : node.members()) {
      const Location key_location{source_, lines_.next()};
      std::string key(member.key);
      DECANT_TRY(members.check(key, key_location));
      DECANT_TRY(Node value, convert(member.value, depth + 1));
      members.add(std::move(key), key_location, std::move(value));
    }
    return Node(location, members.take());
  }

  ValueLines lines_;
  const std::shared_ptr<const std::string>& source_;
  NodeBudget budget_;
};

/// The line of a parser's error: that of the offset it names, else of the first string that its line does not close.
int line_of(const Error& error, std::string_view text) {
  constexpr std::string_view kOffset = " at byte ";
  if (const auto found = error.message.rfind(kOffset); found != std::string::npos) {
    std::size_t offset = 0;
    const char* digits = error.message.data() + found + kOffset.size();
    std::from_chars(digits, error.message.data() + error.message.size(), offset);
    return line_at(text, offset);
  }
  for (std::size_t at = text.find('"'); at != std::string_view::npos; at = text.find('"', at)) {
    const std::size_t end = behind_string(text, at);
    if (end == std::string_view::npos) return line_at(text, at);
    at = end;
  }
  return 1;
}

}  // namespace

Result<Node> parse_json(std::string_view text, const std::shared_ptr<const std::string>& source) {
  json::Parser parser;
  const auto document = parser.parse(std::string(text));
  if (!document) return fail_at({source, line_of(document.error(), text)}, document.error().message);
  return JsonConverter(text, source).convert(document->root(), 1);
}

}  // namespace decant::config
