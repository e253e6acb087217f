#include "json/path_reader.h"

#include <charconv>

namespace decant::json {

namespace {

bool starts_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '@'; }
bool continues_name(char c) { return starts_name(c) || (c >= '0' && c <= '9') || c == '-'; }
bool starts_integer(char c) { return (c >= '0' && c <= '9') || c == '-'; }

}  // namespace

Result<std::vector<Path::Step>> PathReader::read() {
  std::vector<Path::Step> steps;
  skip_spaces();
  bool needs_step = !take('$');
  if (needs_step && peek() == '.') return wrong("a name");
  while (true) {
    skip_spaces();
    bool any_depth = false;
    if (!needs_step) {
      if (at_ == text_.size()) return steps;
      if (peek() == '|') return unsupported("a union (`|`)");
      if (take('.')) {
        any_depth = take('.');
        skip_spaces();
      } else if (peek() != '[') {
        return wrong("`.`, `[` or the end");
      }
    }
    DECANT_TRY(Path::Step step, read_step());
    step.any_depth = any_depth;
    steps.push_back(std::move(step));
    needs_step = false;
  }
}

Result<Path::Step> PathReader::read_step() {
  if (take('[')) return read_brackets();
  if (take('*')) return Path::Step{.kind = Path::Step::Kind::all_fields};
  if (peek() == '(' || peek() == '`') return unsupported("parentheses and functions");
  return read_names(false);
}

/// One or several names with commas between; the bracket before them is taken already.
Result<Path::Step> PathReader::read_names(bool in_brackets) {
  Path::Step step;
  do {
    skip_spaces();
    DECANT_TRY(std::string name, read_name());
    step.names.push_back(std::move(name));
    skip_spaces();
  } while (take(','));
  if (in_brackets) DECANT_TRY(expect(']'));
  return step;
}

Result<Path::Step> PathReader::read_brackets() {
  skip_spaces();
  if (peek() == '?') return unsupported("a filter (`[?…]`)");
  if (take('*')) {
    skip_spaces();
    DECANT_TRY(expect(']'));
    return Path::Step{.kind = Path::Step::Kind::slice};
  }
  if (!starts_integer(peek()) && peek() != ':') return read_names(true);
  DECANT_TRY(const auto number, read_integer());
  skip_spaces();
  if (peek() == ':') return read_slice(number);
  DECANT_TRY(expect(']'));
  return Path::Step{.kind = Path::Step::Kind::index, .index = *number};
}

Result<Path::Step> PathReader::read_slice(std::optional<std::int64_t> begin) {
  Path::Step step{.kind = Path::Step::Kind::slice, .begin = begin};
  DECANT_TRY(expect(':'));
  DECANT_TRY(step.end, read_integer());
  skip_spaces();
  if (take(':')) {
    DECANT_TRY(const auto stride, read_integer());
    if (stride == 0) return wrong("a step other than 0");
    step.stride = stride.value_or(1);
    skip_spaces();
  }
  DECANT_TRY(expect(']'));
  return step;
}

Result<std::string> PathReader::read_name() {
  if (peek() == '\'' || peek() == '"') return read_quoted();
  if (!starts_name(peek())) return wrong("a name");
  const std::size_t begin = at_;
  while (continues_name(peek())) ++at_;
  std::string name(text_.substr(begin, at_ - begin));
  if (name == "where" || name == "wherenot") {
    at_ = begin;
    return unsupported("the word `" + name + "`");
  }
  return name;
}

Result<std::string> PathReader::read_quoted() {
  const char quote = text_[at_++];
  std::string name;
  while (at_ < text_.size() && text_[at_] != quote) {
    if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
    name += text_[at_++];
  }
  DECANT_TRY(expect(quote));
  return name;
}

/// Nothing if no number stands here.
Result<std::optional<std::int64_t>> PathReader::read_integer() {
  skip_spaces();
  if (!starts_integer(peek())) return std::optional<std::int64_t>();
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), number);
  if (error != std::errc()) return wrong("a number of 64 bits");
  at_ = static_cast<std::size_t>(end - text_.data());
  return std::optional<std::int64_t>(number);
}

void PathReader::skip_spaces() {
  while (peek() == ' ' || peek() == '\t' || peek() == '\n') ++at_;
}

bool PathReader::take(char c) {
  if (at_ >= text_.size() || text_[at_] != c) return false;
  ++at_;
  return true;
}

Result<void> PathReader::expect(char c) {
  if (take(c)) return {};
  return wrong(std::string("`") + c + "`");
}

std::unexpected<Error> PathReader::wrong(std::string_view expected) const {
  return fail(ErrorKind::config,
              "JSONPath `" + std::string(text_) + "`: " + std::string(expected) + " is due at position " +
                  std::to_string(at_ + 1),
              "Names with other characters than letters, digits, `_`, `@` and `-` are quoted: $['first name'].");
}

std::unexpected<Error> PathReader::unsupported(std::string_view what) const {
  return fail(ErrorKind::config, "JSONPath `" + std::string(text_) + "`: " + std::string(what) + " at position " +
                                     std::to_string(at_ + 1) + " is not supported yet");
}

}  // namespace decant::json
