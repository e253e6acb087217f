#include "json/path_text.h"

#include <charconv>

#include "core/ascii.h"

namespace decant::json {

namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool continues_name(char c) { return is_letter(c) || is_digit(c) || c == '@' || c == '-'; }

}  // namespace

void PathText::skip_spaces() {
  while (peek() == ' ' || peek() == '\t' || peek() == '\n') ++at_;
}

bool PathText::take(std::string_view symbol) {
  if (!text_.substr(at_).starts_with(symbol)) return false;
  at_ += symbol.size();
  return true;
}

bool PathText::take_word(std::string_view expected) {
  if (!is_at_name() || word() != expected) return false;
  at_ += expected.size();
  return true;
}

Result<void> PathText::expect(char c) {
  if (take({&c, 1})) return {};
  return wrong(std::string("`") + c + "`");
}

bool PathText::is_at_name() const { return is_letter(peek()) || (peek() == '@' && is_letter(peek(1))); }

bool PathText::is_at_number() const { return is_digit(peek()) || (peek() == '-' && is_digit(peek(1))); }

std::string_view PathText::word() const {
  std::size_t end = at_;
  while (end < text_.size() && continues_name(text_[end])) ++end;
  return text_.substr(at_, end - at_);
}

Result<std::string> PathText::read_name() {
  if (!is_at_name()) return wrong("a name");
  const std::string_view name = word();
  if (name == "where" || name == "wherenot")
    return wrong("a name (a reserved word is quoted: '" + std::string(name) + "')");
  at_ += name.size();
  return std::string(name);
}

Result<std::string> PathText::read_quoted() {
  const char quote = text_[at_++];
  std::string name;
  while (at_ < text_.size() && text_[at_] != quote) {
    if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
    name += text_[at_++];
  }
  DECANT_TRY(expect(quote));
  return name;
}

Result<std::int64_t> PathText::read_integer() {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), number);
  if (error != std::errc()) return wrong("a number of 64 bits");
  at_ = static_cast<std::size_t>(end - text_.data());
  return number;
}

Result<std::optional<std::int64_t>> PathText::read_optional_integer() {
  skip_spaces();
  if (!is_at_number()) return std::optional<std::int64_t>();
  DECANT_TRY(const std::int64_t number, read_integer());
  return std::optional<std::int64_t>(number);
}

std::optional<double> PathText::take_real() {
  std::size_t end = at_ + (peek() == '-' ? 1 : 0);
  const auto skip_digits = [&] {
    const std::size_t begin = end;
    while (end < text_.size() && is_digit(text_[end])) ++end;
    return end > begin;
  };
  if (!skip_digits() || end == text_.size() || text_[end] != '.') return std::nullopt;
  ++end;
  if (!skip_digits()) return std::nullopt;
  double real = 0;
  if (std::from_chars(text_.data() + at_, text_.data() + end, real).ec != std::errc()) return std::nullopt;
  at_ = end;
  return real;
}

std::unexpected<Error> PathText::wrong(std::string_view expected) const {
  return fail(ErrorKind::config,
              "JSONPath `" + std::string(text_) + "`: " + std::string(expected) + " is due at position " +
                  std::to_string(at_ + 1),
              "Names with other characters than letters, digits, `_`, `@` and `-` are quoted: $['first name'].");
}

std::unexpected<Error> PathText::unsupported(std::string_view what) const {
  return fail(ErrorKind::config,
              "JSONPath `" + std::string(text_) + "`: " + std::string(what) + " at position " +
                  std::to_string(at_ + 1) + " is not supported",
              "A path selects values that are there; compute in processing_steps.");
}

}  // namespace decant::json
