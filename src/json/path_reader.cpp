#include "json/path_reader.h"

#include <iterator>
#include <utility>

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
  DECANT_TRY(PathSteps steps, read_children(std::move(begun), false));
  while (text_.take("..")) {
    if (++descents_ > kMaxDescents) return text_.unsupported("the fifth `..`");
    DECANT_TRY(PathSteps right, read_children({}, true));
    right.front().lists_too = right.front().kind == PathStep::Kind::all_fields;
    steps.push_back(step_of(PathStep::Kind::descend));
    append(steps, std::move(right));
  }
  return steps;
}

Result<PathSteps> PathReader::read_children(std::optional<PathSteps> begun, bool after_descent) {
  DECANT_TRY(PathSteps steps, read_alternatives(std::move(begun), after_descent));
  while (text_.peek() == '.' && text_.peek(1) != '.') {
    text_.take(".");
    DECANT_TRY(PathSteps right, read_alternatives({}, false));
    append(steps, std::move(right));
  }
  return steps;
}

Result<PathSteps> PathReader::read_alternatives(std::optional<PathSteps> begun, bool after_descent) {
  DECANT_TRY(PathSteps first, read_wheres(std::move(begun), after_descent));
  if (!is_at_alternative()) return first;
  PathStep either = step_of(PathStep::Kind::either);
  either.paths.push_back(std::move(first));
  while (is_at_alternative()) {
    text_.take("|");
    DECANT_TRY(PathSteps next, read_wheres({}, false));
    either.paths.push_back(std::move(next));
  }
  return one(std::move(either));
}

/// `||` in a filter is no union.
bool PathReader::is_at_alternative() const { return text_.peek() == '|' && !(filters_ > 0 && text_.peek(1) == '|'); }

Result<PathSteps> PathReader::read_wheres(std::optional<PathSteps> begun, bool after_descent) {
  DECANT_TRY(PathSteps steps, read_where_nots(std::move(begun), after_descent));
  while (text_.take_word("where")) {
    PathStep where = step_of(PathStep::Kind::where);
    DECANT_TRY(PathSteps condition, read_where_nots({}, false));
    where.paths.push_back(std::move(condition));
    steps.push_back(std::move(where));
  }
  return steps;
}

Result<PathSteps> PathReader::read_where_nots(std::optional<PathSteps> begun, bool after_descent) {
  DECANT_TRY(PathSteps steps, read_with_brackets(std::move(begun), after_descent));
  while (text_.take_word("wherenot")) {
    PathStep where_not = step_of(PathStep::Kind::where_not);
    DECANT_TRY(PathSteps condition, read_with_brackets({}, false));
    where_not.paths.push_back(std::move(condition));
    steps.push_back(std::move(where_not));
  }
  return steps;
}

Result<PathSteps> PathReader::read_with_brackets(std::optional<PathSteps> begun, bool after_descent) {
  if (!begun) {
    DECANT_TRY(begun, read_operand(after_descent));
  }
  PathSteps steps = *std::move(begun);
  text_.skip_spaces();
  while (text_.take("[")) {
    DECANT_TRY(PathStep step, read_brackets(true));
    steps.push_back(std::move(step));
    text_.skip_spaces();
  }
  return steps;
}

Result<PathSteps> PathReader::read_operand(bool after_descent) {
  text_.skip_spaces();
  if (text_.take("$")) return one(step_of(PathStep::Kind::root));
  if (text_.peek() == '@' && !text_.is_at_name()) {
    text_.take("@");
    return one(step_of(PathStep::Kind::self));
  }
  if (text_.take("*")) return one(step_of(PathStep::Kind::all_fields));
  if (text_.take("(")) {
    DECANT_TRY(enter());
    DECANT_TRY(PathSteps group, read_path());
    DECANT_TRY(text_.expect(')'));
    leave();
    return group;
  }
  Result<PathStep> step = text_.take("[")        ? read_brackets(after_descent)
                          : text_.peek() == '`'  ? read_function()
                          : text_.is_at_number() ? read_number_as_name()
                                                 : read_names();
  if (!step) return fail(std::move(step).error());
  return one(*std::move(step));
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
