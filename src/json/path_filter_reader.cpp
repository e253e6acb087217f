#include <string_view>
#include <utility>

#include "json/path_reader.h"

namespace decant::json {

namespace {

using Relation = PathCondition::Relation;

/// The longer ones first.
constexpr std::pair<std::string_view, Relation> kRelations[] = {
    {"=~", Relation::matches}, {"==", Relation::equal},    {"=", Relation::equal}, {"!=", Relation::unequal},
    {"<=", Relation::at_most}, {">=", Relation::at_least}, {"<", Relation::less},  {">", Relation::greater}};

PathCondition condition_of(PathCondition::Kind kind, std::vector<PathCondition> parts) {
  if (parts.size() == 1 && kind != PathCondition::Kind::none) return std::move(parts.front());
  PathCondition condition;
  condition.kind = kind;
  condition.parts = std::move(parts);
  return condition;
}

}  // namespace

/// What stands behind `[?`.
Result<PathStep> PathReader::read_filter() {
  DECANT_TRY(enter());
  ++filters_;
  PathStep step;
  step.kind = PathStep::Kind::filter;
  DECANT_TRY(step.condition, read_any());
  DECANT_TRY(text_.expect(']'));
  --filters_;
  leave();
  return step;
}

Result<PathCondition> PathReader::read_any() {
  std::vector<PathCondition> parts;
  do {
    DECANT_TRY(PathCondition part, read_all());
    parts.push_back(std::move(part));
  } while (text_.take("||"));
  return condition_of(PathCondition::Kind::any, std::move(parts));
}

Result<PathCondition> PathReader::read_all() {
  std::vector<PathCondition> parts;
  do {
    DECANT_TRY(PathCondition part, read_one());
    parts.push_back(std::move(part));
    text_.skip_spaces();
  } while (text_.take("&&") || text_.take("&"));
  return condition_of(PathCondition::Kind::all, std::move(parts));
}

Result<PathCondition> PathReader::read_one() {
  text_.skip_spaces();
  if (text_.take("!")) {
    DECANT_TRY(enter());
    std::vector<PathCondition> parts;
    DECANT_TRY(PathCondition part, read_one());
    parts.push_back(std::move(part));
    leave();
    return condition_of(PathCondition::Kind::none, std::move(parts));
  }
  if (text_.take("(")) return read_in_parentheses();
  return read_test({});
}

/// Conditions, or a path whose first operand stands in parentheses: which of both shows behind them.
Result<PathCondition> PathReader::read_in_parentheses() {
  DECANT_TRY(enter());
  DECANT_TRY(PathCondition inner, read_any());
  DECANT_TRY(text_.expect(')'));
  leave();
  text_.skip_spaces();
  const bool is_path = inner.kind == PathCondition::Kind::test && inner.relation == Relation::exists;
  return is_path ? read_test(std::move(inner.path)) : inner;
}

/// `begun`: the first operand of the path, where it was read already.
Result<PathCondition> PathReader::read_test(std::optional<PathSteps> begun) {
  PathCondition condition;
  DECANT_TRY(condition.path, read_path(std::move(begun)));
  for (const auto& [symbol, relation] : kRelations) {
    if (!text_.take(symbol)) continue;
    condition.relation = relation;
    DECANT_TRY(read_literal(condition));
    break;
  }
  text_.skip_spaces();
  return condition;
}

Result<void> PathReader::read_literal(PathCondition& condition) {
  text_.skip_spaces();
  if (condition.relation == Relation::matches) {
    if (!text_.is_at_quote() && !text_.is_at_name()) return text_.wrong("a quoted regular expression");
    DECANT_TRY(const std::string pattern, read_name());
    DECANT_TRY(condition.pattern, Regex::compile(pattern));
  } else if (text_.take_word("true")) {
    condition.literal = true;
  } else if (text_.take_word("false")) {
    condition.literal = false;
  } else if (const auto real = text_.take_real()) {
    condition.literal = *real;
  } else if (text_.is_at_number()) {
    DECANT_TRY(const std::int64_t integer, text_.read_integer());
    condition.literal = integer;
  } else if (text_.is_at_quote() || text_.is_at_name()) {
    DECANT_TRY(condition.literal, read_name());
  } else {
    return text_.wrong("a quoted text, a number, `true` or `false`");
  }
  return {};
}

}  // namespace decant::json
