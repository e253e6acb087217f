// Half of the inputs are taken as the text of a JSONPath: it is refused, or it leads to the same first value by both
// ways of asking. From the other half a path is made together with its tree, which a second, slow evaluator follows:
// what both find must be the same, value by value.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "json/parser.h"
#include "json/path.h"
#include "json/write.h"
#include "slow_path.h"

namespace {

using namespace decant;
using slow::Condition;
using slow::Expression;
using slow::Tree;
using Kind = Expression::Kind;

constexpr std::string_view kDocument =
    R"({"a":{"b":[{"id":1,"k":"x","t":{"u":"2024"}},{"id":2,"k":"y"},{"id":"3","k":"x"}],"c-d":5,"@g":7},"n":null,"l":[[1,2],[3]],"0":1.5})";
constexpr std::array<std::string_view, 8> kNames = {"a", "b", "id", "k", "c-d", "@g", "0", "true"};
constexpr std::array<std::string_view, 7> kTexts = {"x", "y", "3", " 3 ", "", "2024", "true"};

/// Choices out of the input; zeros when it is used up.
class Choices {
 public:
  Choices(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
  unsigned below(unsigned count) { return at_ < size_ ? data_[at_++] % count : 0; }

 private:
  const std::uint8_t* data_;
  std::size_t size_;
  std::size_t at_ = 0;
};

/// Makes documents, and paths as text with their trees.
class Maker {
 public:
  explicit Maker(Choices& choices) : choices_(choices) {}

  json::Value document(int depth) {
    switch (choices_.below(depth > 0 ? 9 : 6)) {
      case 0: return nullptr;
      case 1: return choices_.below(2) == 1;
      case 2: return static_cast<std::int64_t>(choices_.below(5)) - 1;
      case 3: return choices_.below(4) * 0.5;
      case 4:
      case 5: return kTexts[choices_.below(kTexts.size())];
      case 6: {
        json::Value array = json::Value::array();
        for (unsigned i = choices_.below(4); i > 0; --i) array.push_back(document(depth - 1));
        return array;
      }
      default: {
        json::Value object = json::Value::object();
        for (unsigned i = choices_.below(5); i > 0; --i)
          object[kNames[choices_.below(kNames.size())]] = document(depth - 1);
        return object;
      }
    }
  }

  struct Made {
    std::string text;
    Tree tree;
    int level = 0;                ///< how close it binds: 0 `..`, 1 `.`, 2 `|`, 3 where, 4 wherenot, 5 a single step
    bool ends_bracketed = false;  ///< with brackets, which are for all to their left
    bool has_brackets = false;    ///< such, outside of parentheses
  };

  Made path(int depth) {
    const unsigned choice = choices_.below(depth > 0 ? 14 : 6);
    switch (choice) {
      case 6:
      case 7: return binary(depth, Kind::child, ".", 1);
      case 8: return descents_-- > 0 ? binary(depth, Kind::descend, "..", 0) : step();
      case 9: return binary(depth, Kind::either, "|", 2);
      case 10: return binary(depth, Kind::where, " where ", 3);
      case 11: return binary(depth, Kind::where_not, " wherenot ", 4);
      case 12: return filtered(depth);
      default: return step();
    }
  }

 private:
  static Made made(std::string text, Expression expression, int level) {
    return {.text = std::move(text), .tree = std::make_shared<const Expression>(std::move(expression)), .level = level};
  }

  static std::string left_of(const Made& operand, int level) {
    return operand.level >= level || operand.ends_bracketed ? operand.text : "(" + operand.text + ")";
  }
  static std::string right_of(const Made& operand, int level) {
    return operand.level > level && !operand.has_brackets ? operand.text : "(" + operand.text + ")";
  }

  /// All operators are taken from the left, so the right operand must bind closer.
  Made binary(int depth, Kind kind, std::string_view symbol, int level) {
    const Made left = path(depth - 1);
    const Made right = path(depth - 1);
    Expression expression;
    expression.kind = kind;
    expression.left = left.tree;
    expression.right = right.tree;
    const std::string left_text = left_of(left, level);
    Made joined = made(left_text + std::string(symbol) + right_of(right, level), std::move(expression), level);
    joined.has_brackets = left.has_brackets && left_text == left.text;
    return joined;
  }

  Made step() {
    Expression step;
    switch (choices_.below(8)) {
      case 0: step.kind = Kind::root; return made("$", std::move(step), 5);
      case 1: step.kind = Kind::self; return made(choices_.below(2) == 1 ? "`this`" : "@", std::move(step), 5);
      case 2: step.kind = Kind::parent; return made("`parent`", std::move(step), 5);
      case 3: step.kind = Kind::star; return made("*", std::move(step), 5);
      case 4: return indices();
      case 5: return slice();
      default: return fields();
    }
  }

  Made fields() {
    Expression step;
    step.kind = Kind::fields;
    std::string text;
    for (unsigned i = choices_.below(3);; --i) {
      const std::string name(kNames[choices_.below(kNames.size())]);
      const bool quoted = name == "0" || choices_.below(2) == 1;
      text += (text.empty() ? "" : ",") + (quoted ? "'" + name + "'" : name);
      step.names.push_back(name);
      if (i == 0) break;
    }
    return made(choices_.below(3) == 2 ? "[" + text + "]" : text, std::move(step), 5);
  }

  Made indices() {
    Expression step;
    step.kind = Kind::indices;
    std::string text;
    for (unsigned i = choices_.below(3);; --i) {
      step.indices.push_back(static_cast<int>(choices_.below(8)) - 4);
      text += (text.empty() ? "" : ",") + std::to_string(step.indices.back());
      if (i == 0) break;
    }
    return made("[" + text + "]", std::move(step), 5);
  }

  Made slice() {
    Expression step;
    step.kind = Kind::slice;
    if (choices_.below(3) == 0) return made("[*]", std::move(step), 5);
    const auto bound = [&]() -> std::optional<int> {
      if (choices_.below(3) == 0) return std::nullopt;
      return static_cast<int>(choices_.below(10)) - 5;
    };
    const auto text = [](std::optional<int> number) { return number ? std::to_string(*number) : std::string(); };
    step.begin = bound();
    step.end = bound();
    step.stride = bound();
    if (step.stride == 0) step.stride.reset();
    return made("[" + text(step.begin) + ":" + text(step.end) + ":" + text(step.stride) + "]", std::move(step), 5);
  }

  Made filtered(int depth) {
    const Made left = path(depth - 1);
    Expression expression;
    expression.kind = Kind::filter;
    expression.left = left.tree;
    std::string text;
    expression.condition = condition(depth - 1, text);
    Made filtered = made(left.text + "[?" + text + "]", std::move(expression), 5);
    filtered.ends_bracketed = filtered.has_brackets = true;
    return filtered;
  }

  Condition condition(int depth, std::string& text) {
    Condition made;
    const unsigned choice = choices_.below(depth > 0 ? 6 : 3);
    if (choice == 3) {
      made.kind = Condition::Kind::none;
      std::string inner;
      made.parts.push_back(condition(depth - 1, inner));
      text = "!(" + inner + ")";
    } else if (choice > 3) {
      made.kind = choice == 4 ? Condition::Kind::all : Condition::Kind::any;
      for (int i = 0; i < 2; ++i) {
        std::string inner;
        made.parts.push_back(condition(depth - 1, inner));
        text += (i == 0 ? "" : choice == 5 ? "||" : choices_.below(2) == 1 ? " & " : "&&") + ("(" + inner + ")");
      }
    } else {
      const Made tested = path(depth > 1 ? 1 : 0);
      made.path = tested.tree;
      text = tested.text + compared(made);
    }
    return made;
  }

  std::string compared(Condition& condition) {
    constexpr std::array<std::string_view, 9> kRelations = {"", "==", "=", "!=", "<", "<=", ">", ">=", "=~"};
    condition.relation = kRelations[choices_.below(kRelations.size())];
    if (condition.relation.empty()) return "";
    std::string text = " " + condition.relation + " ";
    if (condition.relation == "=~") {
      condition.literal = std::array<const char*, 3>{"^[x3]$", "2.*4", "^$"}[choices_.below(3)];
      return text + "'" + condition.literal.as_string() + "'";
    }
    switch (choices_.below(4)) {
      case 0: condition.literal = static_cast<std::int64_t>(choices_.below(6)) - 2; break;
      case 1: condition.literal = choices_.below(4) * 0.5; break;
      case 2: condition.literal = choices_.below(2) == 1; break;
      default:
        condition.literal = kTexts[choices_.below(kTexts.size())];
        return text + "'" + condition.literal.as_string() + "'";
    }
    return text + json::write(condition.literal);
  }

  Choices& choices_;
  int descents_ = 3;
};

void compare(Choices& choices) {
  Maker maker(choices);
  const json::Value value = maker.document(4);
  const Maker::Made made = maker.path(4);
  const auto path = json::Path::compile(made.text);
  if (!path) {  // made paths are right
    __builtin_printf("%s\n%s\n", made.text.c_str(), path.error().message.c_str());
    DECANT_CHECK(path.has_value());
  }
  json::Parser parser;
  const auto document = parser.parse(json::write(value));
  DECANT_CHECK(document.has_value());
  const auto found = path->evaluate(document->root());
  if (!found) return;  // more work than is allowed
  std::string answer;
  for (const auto& node : *found) answer += json::write(node) + "\n";
  std::string expected;
  try {
    for (const auto* other : slow::Evaluator().values(made.tree, value)) expected += json::write(*other) + "\n";
  } catch (const slow::TooMany&) {
    return;
  }
  if (answer != expected)
    __builtin_printf("%s of %s\n%s---\n%s", made.text.c_str(), json::write(value).c_str(), answer.c_str(),
                     expected.c_str());
  DECANT_CHECK(answer == expected);
}

void read(std::string_view text) {
  static json::Parser parser;
  static const json::Document document = *parser.parse(std::string(kDocument));
  const auto path = json::Path::compile(text);
  if (!path) {
    DECANT_CHECK(path.error().kind == ErrorKind::config);
    return;
  }
  const auto all = path->evaluate(document.root());
  const auto first = path->first(document.root());
  if (!all || !first) return;
  DECANT_CHECK(first->has_value() == !all->empty());
  DECANT_CHECK(!first->has_value() || (*first)->index() == all->front().index());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  if ((data[0] & 1U) != 0) {
    read({reinterpret_cast<const char*>(data) + 1, size - 1});
  } else {
    Choices choices(data + 1, size - 1);
    compare(choices);
  }
  return 0;
}
