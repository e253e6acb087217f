#include "source/rest/placeholder/format_spec.h"

#include "core/ascii.h"
#include "source/rest/placeholder/number_format.h"
#include "source/rest/placeholder/python_text.h"

namespace decant::source::rest {

namespace {

bool is_align(char c) { return c == '<' || c == '>' || c == '^' || c == '='; }

class SpecReader {
 public:
  explicit SpecReader(std::string_view text) : text_(text) {}

  Result<FormatSpec> read() {
    const bool has_fill = read_align();
    if (peek() == '+' || peek() == '-' || peek() == ' ') spec_.sign = text_[at_++];
    spec_.alternate = take('#');
    if (!has_fill && take('0')) {
      spec_.fill = "0";
      spec_.zero_padded = spec_.align == 0;
    }
    DECANT_TRY(const auto width, read_number());
    spec_.width = width.value_or(0);
    if (peek() == ',' || peek() == '_') spec_.grouping = text_[at_++];
    if (peek() == ',' || peek() == '_') return wrong("takes one of `,` and `_`");
    if (take('.')) {
      DECANT_TRY(spec_.precision, read_number());
      if (!spec_.precision) return wrong("lacks the digits behind its point");
    }
    if (at_ < text_.size()) spec_.type = text_[at_++];
    if (at_ < text_.size() ||
        (spec_.type != 0 && std::string_view("sdnxXobceEfFgG%").find(spec_.type) == std::string_view::npos))
      return wrong("does not fit");
    return check_grouping();
  }

 private:
  bool read_align() {
    const std::size_t fill = first_character(text_);
    if (fill < text_.size() && is_align(text_[fill])) {
      spec_.fill = std::string(text_.substr(0, fill));
      spec_.align = text_[fill];
      at_ = fill + 1;
      return true;
    }
    if (is_align(peek())) spec_.align = text_[at_++];
    return false;
  }

  Result<std::optional<std::size_t>> read_number() {
    if (!is_digit(peek())) return std::optional<std::size_t>();
    std::size_t number = 0;
    while (is_digit(peek())) {
      number = number * 10 + static_cast<std::size_t>(text_[at_++] - '0');
      if (number > kMaxFormatWidth)
        return wrong("asks for more than " + std::to_string(kMaxFormatWidth) + " characters");
    }
    return std::optional<std::size_t>(number);
  }

  Result<FormatSpec> check_grouping() {
    const std::string_view allowed = spec_.grouping == '_' ? "deEfFgG%boxX" : "deEfFgG%";
    if (spec_.grouping != 0 && spec_.type != 0 && allowed.find(spec_.type) == std::string_view::npos)
      return wrong(std::string("takes no `") + spec_.grouping + "` with `" + spec_.type + "`");
    return spec_;
  }

  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (peek() != c || at_ >= text_.size()) return false;
    ++at_;
    return true;
  }
  [[nodiscard]] std::unexpected<Error> wrong(const std::string& what) const {
    return fail(
        ErrorKind::config, "the format `" + std::string(text_) + "` " + what,
        "It is Python's: [[fill]align][sign][#][0][width][,|_][.precision][type], as in {name:>8} or {name:.2f}.");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  FormatSpec spec_;
};

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) text.remove_prefix(first_character(text));
  return count;
}

std::string_view cut(std::string_view text, std::size_t characters) {
  std::size_t end = 0;
  for (; characters > 0 && end < text.size(); --characters) end += first_character(text.substr(end));
  return text.substr(0, end);
}

Result<std::string> format_text(std::string_view text, const FormatSpec& spec) {
  if ((spec.type != 0 && spec.type != 's') || spec.sign != 0 || spec.alternate || spec.align == '=' ||
      spec.grouping != 0)
    return fail(ErrorKind::source_data, "the format is one for numbers, but the value is text");
  if (spec.precision) text = cut(text, *spec.precision);
  const std::size_t characters = count_characters(text);
  const std::size_t padding = spec.width > characters ? spec.width - characters : 0;
  const std::size_t before = spec.align == '>' ? padding : spec.align == '^' ? padding / 2 : 0;
  std::string out;
  for (std::size_t i = 0; i < before; ++i) out += spec.fill;
  out += text;
  for (std::size_t i = before; i < padding; ++i) out += spec.fill;
  return out;
}

}  // namespace

Result<FormatSpec> parse_format_spec(std::string_view text) { return SpecReader(text).read(); }

Result<std::string> format_value(const json::Value& value, const FormatSpec& spec) {
  if (value.is_string()) return format_text(value.as_string(), spec);
  if (value.is_null() || value.is_array() || value.is_object())
    return fail(ErrorKind::source_data,
                std::string("a format needs text or a number, but the value is ") + (value.is_null()    ? "null"
                                                                                     : value.is_array() ? "a list"
                                                                                                        : "an object"));
  return format_number(value, spec);
}

}  // namespace decant::source::rest
