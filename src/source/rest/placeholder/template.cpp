#include "source/rest/placeholder/template.h"

#include <algorithm>
#include <utility>

#include "source/rest/placeholder/python_text.h"

namespace decant::source::rest {

namespace {

constexpr std::size_t kLongestShown = 120;

std::string shown(std::string_view text) {
  if (text.size() <= kLongestShown) return std::string(text);
  std::size_t end = kLongestShown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end)) + "…";
}

json::Value converted(const json::Value& value, char conversion) {
  if (conversion == 'r') return python_repr(value);
  if (conversion == 'a') return python_ascii(value);
  return python_str(value);
}

}  // namespace

Result<Template> Template::compile(std::string_view text) {
  Template compiled(text);
  DECANT_TRY(compiled.read());
  return compiled;
}

Result<void> Template::read() {
  std::string literal;
  for (std::size_t at = 0; at < source_.size();) {
    const char c = source_[at++];
    if (c != '{' && c != '}') {
      literal.push_back(c);
    } else if (at < source_.size() && source_[at] == c) {
      literal.push_back(c);
      ++at;
    } else if (c == '}' || at == source_.size()) {
      return wrong(std::string("a single `") + c + "`");
    } else {
      DECANT_TRY(Field field, read_field(at));
      parts_.push_back({.literal = std::exchange(literal, {}), .has_field = true, .field = std::move(field)});
    }
  }
  if (!literal.empty()) parts_.push_back({.literal = std::move(literal), .has_field = false, .field = {}});
  return {};
}

/// What stands behind `{`, up to and with its `}`.
Result<Template::Field> Template::read_field(std::size_t& at) const {
  Field field;
  DECANT_TRY(field.name, read_name(at));
  if (source_[at] == '!') {
    ++at;
    field.conversion = at < source_.size() ? source_[at++] : '\0';
    if (field.conversion != 'r' && field.conversion != 's' && field.conversion != 'a')
      return wrong("`{" + field.name + "!` must be followed by r, s or a");
    if (at == source_.size() || (source_[at] != ':' && source_[at] != '}'))
      return wrong("`:` or `}` is due behind `{" + field.name + "!" + field.conversion + "`");
  }
  if (source_[at] == ':') DECANT_TRY(read_format(at, field));
  ++at;
  return field;
}

/// A name ends at `!`, `:` or `}`, but not within brackets.
Result<std::string> Template::read_name(std::size_t& at) const {
  const std::size_t begin = at;
  bool in_brackets = false;
  for (; at < source_.size(); ++at) {
    const char c = source_[at];
    if (in_brackets) {
      in_brackets = c != ']';
    } else if (c == '[') {
      in_brackets = true;
    } else if (c == '{') {
      return wrong("a `{` within a placeholder's name");
    } else if (c == '}' || c == ':' || c == '!') {
      break;
    }
  }
  if (at == source_.size()) return wrong("a `{` without `}`");
  if (at == begin) return wrong("a placeholder without name");
  return source_.substr(begin, at - begin);
}

Result<void> Template::read_format(std::size_t& at, Field& field) const {
  const std::size_t begin = ++at;
  at = std::min(source_.find_first_of("{}", begin), source_.size());
  if (at == source_.size()) return wrong("a `{` without `}`");
  if (source_[at] == '{') return wrong("a placeholder within a format");
  field.has_format = at > begin;
  if (!field.has_format) return {};
  auto format = parse_format_spec(std::string_view(source_).substr(begin, at - begin));
  if (!format) return fail(std::move(format).error().within("the placeholder {" + field.name + "}"));
  field.format = *std::move(format);
  return {};
}

std::vector<std::string> Template::names() const {
  std::vector<std::string> names;
  for (const auto& part : parts_) {
    if (part.has_field) names.push_back(part.field.name);
  }
  return names;
}

bool Template::has_placeholders() const {
  return std::any_of(parts_.begin(), parts_.end(), [](const Part& part) { return part.has_field; });
}

Result<std::string> Template::text(const Lookup& lookup) const {
  std::string out;
  for (const auto& part : parts_) {
    out += part.literal;
    if (!part.has_field) continue;
    DECANT_TRY(const std::string filled, fill_in(part.field, lookup));
    out += filled;
  }
  return out;
}

Result<json::Value> Template::value(const Lookup& lookup) const {
  const bool is_single = parts_.size() == 1 && parts_.front().has_field && parts_.front().literal.empty() &&
                         parts_.front().field.conversion == 0 && !parts_.front().field.has_format;
  if (is_single) {
    DECANT_TRY(const json::Value* const value, find(parts_.front().field, lookup));
    return *value;
  }
  DECANT_TRY(std::string filled, text(lookup));
  return json::Value(std::move(filled));
}

Result<const json::Value*> Template::find(const Field& field, const Lookup& lookup) const {
  const json::Value* const value = lookup(field.name);
  if (value == nullptr) return wrong("the placeholder {" + shown(field.name) + "} has no value (unresolved)");
  return value;
}

Result<std::string> Template::fill_in(const Field& field, const Lookup& lookup) const {
  DECANT_TRY(const json::Value* const value, find(field, lookup));
  if (!field.has_format && field.conversion == 0) return python_str(*value);
  auto filled = field.conversion == 0 ? format_value(*value, field.format)
                                      : format_value(converted(*value, field.conversion), field.format);
  if (!filled) return fail(std::move(filled).error().within("the placeholder {" + shown(field.name) + "}"));
  return filled;
}

std::unexpected<Error> Template::wrong(const std::string& what) const {
  return fail(ErrorKind::config, "`" + shown(source_) + "`: " + what,
              "A placeholder is {name}; a brace that is none is doubled: {{ and }}.");
}

}  // namespace decant::source::rest
