#include "json/path_reader.h"

#include <iterator>
#include <utility>
#include <vector>

namespace decant::json {

namespace {

// Bounds for the depth of reading and walking; paths of people stay far below.
constexpr std::size_t kMaxTextSize = 4096;
constexpr int kMaxNesting = 16;
constexpr int kMaxDescents = 4;

PathStep step_of(PathStep::Kind kind) {
  PathStep step;
  step.kind = kind;
  return step;
}

PathSteps one(PathStep step) {
  PathSteps steps;
  steps.push_back(std::move(step));
  return steps;
}

void append(PathSteps& steps, PathSteps more) {
  steps.insert(steps.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

PathSteps with_condition(PathStep::Kind kind, PathSteps steps, PathSteps condition) {
  PathStep where = step_of(kind);
  where.paths.push_back(std::move(condition));
  steps.push_back(std::move(where));
  return steps;
}

PathSteps either_of(PathSteps left, PathSteps right) {
  const bool goes_on = left.size() == 1 && left.front().kind == PathStep::Kind::either;
  if (!goes_on) {
    PathStep either = step_of(PathStep::Kind::either);
    either.paths.push_back(std::move(left));
    left = one(std::move(either));
  }
  left.front().paths.push_back(std::move(right));
  return left;
}

}  // namespace

Result<PathSteps> PathReader::read() {
  if (size_ > kMaxTextSize)
    return fail(ErrorKind::config, "a JSONPath has at most " + std::to_string(kMaxTextSize) + " bytes");
  DECANT_TRY(PathSteps steps, read_path());
  if (text_.peek() == '&') return text_.unsupported("an intersection (`&`)");
  if (text_.peek() != '\0' && std::string_view("+-*/").find(text_.peek()) != std::string_view::npos)
    return text_.unsupported("arithmetic");
  if (!text_.at_end()) return text_.wrong("`.`, `[` or the end");
  return steps;
}

Result<PathSteps> PathReader::read_path(std::optional<PathSteps> begun) {
  std::vector<PathSteps> operands;
  std::vector<Operator> operators;
  // Joins what was read as far as it binds at least as close as `next`; without `next` all of it.
  const auto join = [&](std::optional<Operator> next) {
    while (!operators.empty() && (!next || operators.back() >= *next)) {
      PathSteps right = std::move(operands.back());
      operands.pop_back();
      operands.back() = joined(operators.back(), std::move(operands.back()), std::move(right));
      operators.pop_back();
    }
  };
  if (!begun) {
    DECANT_TRY(begun, read_operand(false));
  }
  operands.push_back(*std::move(begun));
  while (true) {
    for (text_.skip_spaces(); text_.take("["); text_.skip_spaces()) {
      DECANT_TRY(PathStep step, read_brackets(true));
      join(std::nullopt);
      operands.back().push_back(std::move(step));
    }
    const auto next = take_operator();
    join(next);
    if (!next) return std::move(operands.front());
    if (next == Operator::descend && ++descents_ > kMaxDescents) return text_.unsupported("the fifth `..`");
    operators.push_back(*next);
    DECANT_TRY(PathSteps operand, read_operand(next == Operator::descend));
    operands.push_back(std::move(operand));
  }
}

PathSteps PathReader::joined(Operator by, PathSteps left, PathSteps right) {
  switch (by) {
    case Operator::either: return either_of(std::move(left), std::move(right));
    case Operator::where: return with_condition(PathStep::Kind::where, std::move(left), std::move(right));
    case Operator::where_not: return with_condition(PathStep::Kind::where_not, std::move(left), std::move(right));
    case Operator::descend:
      left.push_back(step_of(PathStep::Kind::descend));
      right.front().lists_too = right.front().kind == PathStep::Kind::all_fields;
      break;
    case Operator::child: break;
  }
  append(left, std::move(right));
  return left;
}

/// `||` in a filter is no union.
std::optional<PathReader::Operator> PathReader::take_operator() {
  if (text_.take("..")) return Operator::descend;
  if (text_.take(".")) return Operator::child;
  if (text_.take_word("where")) return Operator::where;
  if (text_.take_word("wherenot")) return Operator::where_not;
  if (filters_ > 0 && text_.peek() == '|' && text_.peek(1) == '|') return std::nullopt;
  if (text_.take("|")) return Operator::either;
  return std::nullopt;
}

Result<PathSteps> PathReader::read_operand(bool after_descent) {
  text_.skip_spaces();
  if (text_.take("(")) {
    DECANT_TRY(enter());
    DECANT_TRY(PathSteps group, read_path());
    DECANT_TRY(text_.expect(')'));
    leave();
    return group;
  }
  DECANT_TRY(PathStep step, read_single_step(after_descent));
  return one(std::move(step));
}

Result<PathStep> PathReader::read_single_step(bool after_descent) {
  if (text_.take("$")) return step_of(PathStep::Kind::root);
  if (text_.take("*")) return step_of(PathStep::Kind::all_fields);
  if (text_.take("[")) return read_brackets(after_descent);
  if (text_.peek() == '`') return read_function();
  if (text_.is_at_number()) return read_number_as_name();
  if (text_.peek() != '@' || text_.is_at_name()) return read_names();
  text_.take("@");
  return step_of(PathStep::Kind::self);
}

Result<PathStep> PathReader::read_function() {
  if (text_.take("`this`")) return step_of(PathStep::Kind::self);
  if (text_.take("`parent`")) return step_of(PathStep::Kind::parent);
  return text_.unsupported("a function other than `this` and `parent`");
}

/// One or several names with commas between.
Result<PathStep> PathReader::read_names() {
  PathStep step = step_of(PathStep::Kind::fields);
  do {
    text_.skip_spaces();
    DECANT_TRY(std::string name, read_name());
    step.names.push_back(std::move(name));
    text_.skip_spaces();
  } while (text_.take(","));
  return step;
}

Result<std::string> PathReader::read_name() { return text_.is_at_quote() ? text_.read_quoted() : text_.read_name(); }

/// `a.0` is the member "0".
Result<PathStep> PathReader::read_number_as_name() {
  PathStep step = step_of(PathStep::Kind::fields);
  DECANT_TRY(const std::int64_t number, text_.read_integer());
  if (text_.peek() == '.' && text_.peek(1) >= '0' && text_.peek(1) <= '9')
    return text_.wrong("a name, not a fraction,");
  step.names.push_back(std::to_string(number));
  return step;
}

/// What stands behind `[`.
Result<PathStep> PathReader::read_brackets(bool filter_fits) {
  text_.skip_spaces();
  if (filter_fits && text_.take("?")) return read_filter();
  if (text_.peek() == '?') return text_.wrong("a path before the filter (`$[?…]`)");
  if (text_.peek() == '/' || text_.peek() == '\\') return text_.unsupported("sorting");
  if (text_.take("*")) {
    text_.skip_spaces();
    DECANT_TRY(text_.expect(']'));
    return step_of(PathStep::Kind::slice);
  }
  if (text_.is_at_number() || text_.peek() == ':') {
    DECANT_TRY(const auto number, text_.read_optional_integer());
    text_.skip_spaces();
    return text_.peek() == ':' ? read_slice(number) : read_indices(*number);
  }
  DECANT_TRY(PathStep step, read_names());
  DECANT_TRY(text_.expect(']'));
  return step;
}

Result<PathStep> PathReader::read_indices(std::int64_t first) {
  PathStep step = step_of(PathStep::Kind::indices);
  step.indices.push_back(first);
  while (text_.take(",")) {
    text_.skip_spaces();
    if (!text_.is_at_number()) return text_.wrong("a whole number");
    DECANT_TRY(const std::int64_t index, text_.read_integer());
    step.indices.push_back(index);
    text_.skip_spaces();
  }
  DECANT_TRY(text_.expect(']'));
  return step;
}

Result<PathStep> PathReader::read_slice(std::optional<std::int64_t> begin) {
  PathStep step = step_of(PathStep::Kind::slice);
  step.begin = begin;
  DECANT_TRY(text_.expect(':'));
  DECANT_TRY(step.end, text_.read_optional_integer());
  text_.skip_spaces();
  if (text_.take(":")) {
    DECANT_TRY(const auto stride, text_.read_optional_integer());
    if (stride == 0) return text_.wrong("a step other than 0");
    step.stride = stride.value_or(1);
    text_.skip_spaces();
  }
  DECANT_TRY(text_.expect(']'));
  return step;
}

Result<void> PathReader::enter() {
  if (++nesting_ > kMaxNesting) return text_.unsupported("nesting of more than 16 levels");
  return {};
}

}  // namespace decant::json
