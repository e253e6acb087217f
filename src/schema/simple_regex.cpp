#include "schema/simple_regex.h"

#include <algorithm>
#include <utility>

#include "schema/characters.h"
#include "schema/naming.h"

namespace decant::schema {

namespace {

constexpr std::string_view kPrefix = "re:";

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Whether Python's re.escape leaves a text as it is.
bool is_literal(std::string_view text) {
  constexpr std::string_view kSpecial = "()[]{}?*+-|^$\\.&~# \t\n\r\v\f";
  return text.find_first_of(kSpecial) == std::string_view::npos;
}

}  // namespace

Result<SimpleRegex> SimpleRegex::compile(std::string_view text) {
  SimpleRegex made{std::string(text)};
  if (!text.starts_with(kPrefix)) {
    if (!text.empty() && !is_word_character(text.front()) && digit_length(text) == 0)
      return fail(ErrorKind::schema, "\"" + made.text_ + "\" is no name of a column",
                  "A regular expression is written with re: in front.");
    return made;
  }
  auto regex = json::Regex::compile(text.substr(kPrefix.size()));
  if (!regex) return fail(ErrorKind::schema, std::move(regex).error().message);
  made.is_plain_ = false;
  made.regex_ = std::move(*regex);
  return made;
}

Result<bool> SimpleRegex::matches(std::string_view name) const {
  if (is_plain_) return name == text_;
  return regex_.found_in(name);
}

Result<std::vector<SimpleRegex>> compile_simple_regexes(const json::Value& list, const std::string& where) {
  std::vector<SimpleRegex> entries;
  if (list.is_null()) return entries;
  if (!list.is_array()) return fail(ErrorKind::schema, where + " is not a list");
  for (const auto& entry : list.as_array()) {
    if (!entry.is_string()) return fail(ErrorKind::schema, where + " is not a list of texts");
    auto regex = SimpleRegex::compile(entry.as_string());
    if (!regex) return fail(std::move(regex).error().within(where));
    entries.push_back(std::move(*regex));
  }
  return entries;
}

Result<bool> any_matches(const std::vector<SimpleRegex>& entries, std::string_view name) {
  for (const auto& entry : entries) {
    DECANT_TRY(const bool matches, entry.matches(name));
    if (matches) return true;
  }
  return false;
}

std::string canonical_simple_regex(std::string_view text) {
  if (text.starts_with(kPrefix)) return std::string(text);
  return std::string(kPrefix) + "^" + std::string(text) + "$";
}

std::string normalize_simple_regex(std::string_view text, const NamingConvention& naming) {
  std::string_view rest = text;
  const bool is_expression = rest.starts_with(kPrefix);
  if (is_expression) rest.remove_prefix(kPrefix.size());
  const bool is_anchored = rest.size() >= 2 && rest.starts_with('^') && rest.ends_with('$');
  if (is_anchored) rest = rest.substr(1, rest.size() - 2);
  std::string name = is_literal(rest) ? naming.path(rest) : std::string(rest);
  if (is_anchored) name = "^" + name + "$";
  return is_expression ? std::string(kPrefix) + name : name;
}

}  // namespace decant::schema
