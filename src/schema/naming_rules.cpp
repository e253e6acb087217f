#include "schema/naming_rules.h"

#include <algorithm>

#include "schema/characters.h"

namespace decant::schema {

namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }

char replace_symbol(char c) {
  switch (c) {
    case '+':
    case '*': return 'x';
    case '-': return '_';
    case '@': return 'a';
    case '|': return 'l';
    default: return c;
  }
}

/// Every maximal run of characters that are no letters of ASCII, digits of any script or `_` becomes one `_`.
std::string to_word_characters(std::string_view name) {
  std::string out;
  bool in_run = false;
  while (!name.empty()) {
    const char c = name.front();
    std::size_t length = is_upper(c) || is_lower(c) || c == '_' ? 1 : digit_length(name);
    const bool is_word = length > 0;
    if (is_word) {
      out.append(name.substr(0, length));
    } else {
      if (!in_run) out.push_back('_');
      length = 1;  // the other bytes of the character belong to the run as well
    }
    in_run = !is_word;
    name.remove_prefix(length);
  }
  return out;
}

/// `_` before a capital that starts a lower-case run: `([^_])([A-Z][a-z]+)`, left to right, not overlapping.
std::string split_capitalised(std::string_view name) {
  std::string out;
  std::size_t i = 0;
  while (i < name.size()) {
    const bool match = name[i] != '_' && i + 2 < name.size() && is_upper(name[i + 1]) && is_lower(name[i + 2]);
    out.push_back(name[i++]);
    if (!match) continue;
    out.push_back('_');
    out.push_back(name[i++]);
    while (i < name.size() && is_lower(name[i])) out.push_back(name[i++]);
  }
  return out;
}

/// `_` between `[a-z0-9]` and `[A-Z]`.
std::string split_camel(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (i > 0 && is_upper(name[i]) && (is_lower(name[i - 1]) || is_ascii_digit(name[i - 1]))) out.push_back('_');
    out.push_back(name[i]);
  }
  return out;
}

std::size_t remove_trailing_underscores(std::string& name) {
  const std::size_t size = name.find_last_not_of('_') + 1;  // npos + 1 is 0
  const std::size_t removed = name.size() - size;
  name.resize(size);
  return removed;
}

std::string collapse_underscores(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c != '_' || out.empty() || out.back() != '_') out.push_back(c);
  }
  return out;
}

void prefix_digit(std::string& name) {
  if (digit_length(name) > 0) name.insert(name.begin(), '_');
}

}  // namespace

std::string to_lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

std::string to_snake_case(std::string_view stripped) {
  std::string name(stripped);
  std::transform(name.begin(), name.end(), name.begin(), replace_symbol);
  name = to_lower(split_camel(split_capitalised(to_word_characters(name))));
  prefix_digit(name);
  const std::size_t removed = remove_trailing_underscores(name);
  name.append(removed, 'x');
  return collapse_underscores(name);
}

std::string to_sql_identifier(std::string_view stripped) {
  std::string name = to_word_characters(stripped);
  prefix_digit(name);
  if (name != "_") remove_trailing_underscores(name);
  return collapse_underscores(name);
}

std::string to_duck_case(std::string_view stripped) {
  std::string name(stripped);
  std::replace_if(name.begin(), name.end(), [](char c) { return c == '\n' || c == '\r' || c == '"'; }, '_');
  return collapse_underscores(name);
}

std::string to_direct(std::string_view stripped) {
  constexpr std::string_view kSeparator = "▶";
  std::string name(stripped);
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '\n' || c == '\r' || c == '\'' || c == '"'; }, '_');
  for (std::size_t at = name.find(kSeparator); at != std::string::npos; at = name.find(kSeparator, at + 1))
    name.replace(at, kSeparator.size(), "_");
  return name;
}

}  // namespace decant::schema
