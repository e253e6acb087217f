#include "schema/naming.h"

#include <cctype>

#include "core/hash.h"

namespace decant::schema {

namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Trims what Python's str.strip trims and ASCII holds.
std::string_view strip(std::string_view text) {
  constexpr std::string_view kBlank(" \t\n\r\v\f\x1c\x1d\x1e\x1f", 10);
  const auto begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

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

/// Symbols mapped, every run of other characters one `_`.
std::string to_word_characters(std::string_view name) {
  std::string out;
  bool in_run = false;
  for (const char raw : name) {
    const char c = replace_symbol(raw);
    const bool word = is_upper(c) || is_lower(c) || is_digit(c) || c == '_';
    if (word) {
      out.push_back(c);
    } else if (!in_run) {
      out.push_back('_');
    }
    in_run = !word;
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

/// `_` between `[a-z0-9]` and `[A-Z]`, then lower case.
std::string split_camel(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (i > 0 && is_upper(name[i]) && (is_lower(name[i - 1]) || is_digit(name[i - 1]))) out.push_back('_');
    out.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(name[i]))));
  }
  return out;
}

std::string mark_trailing_underscores(std::string name) {
  std::size_t count = 0;
  while (!name.empty() && name.back() == '_') {
    name.pop_back();
    ++count;
  }
  return name + std::string(count, 'x');
}

std::string collapse_underscores(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c != '_' || out.empty() || out.back() != '_') out.push_back(c);
  }
  return out;
}

std::string to_snake_case(std::string_view stripped) {
  std::string name = split_camel(split_capitalised(to_word_characters(stripped)));
  if (!name.empty() && is_digit(name.front())) name.insert(name.begin(), '_');
  return collapse_underscores(mark_trailing_underscores(std::move(name)));
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  return count;
}

}  // namespace

std::string NamingConvention::identifier(std::string_view name) const {
  const auto stripped = strip(name);
  if (stripped.empty()) return "_empty";
  return shorten(to_snake_case(stripped), stripped);
}

std::string NamingConvention::path(std::string_view name) const {
  if (strip(name).empty()) return "_empty";
  std::string joined;
  std::string_view rest = name;
  while (true) {
    const auto at = rest.find(kSeparator);
    const auto part = strip(rest.substr(0, at));
    if (!part.empty()) {
      if (!joined.empty()) joined += kSeparator;
      joined += shorten(to_snake_case(part), part);
    }
    if (at == std::string_view::npos) break;
    rest.remove_prefix(at + kSeparator.size());
  }
  return shorten(std::move(joined), name);
}

std::string NamingConvention::join(const std::vector<std::string>& parts) const {
  std::string joined;
  for (const auto& part : parts) {
    if (part.empty()) continue;
    if (!joined.empty()) joined += kSeparator;
    joined += part;
  }
  const std::string original = joined;
  return shorten(std::move(joined), original);
}

std::string NamingConvention::shorten(std::string name, std::string_view original) const {
  // Identifiers of this convention are ASCII, so bytes are code points; names handed in from elsewhere may not be.
  if (max_length_ == 0 || count_code_points(name) <= max_length_) return name;
  const std::string tag = identifier_tag(original);
  const std::size_t keep = max_length_ - tag.size();
  const std::size_t head = keep / 2 + keep % 2;
  return name.substr(0, head) + tag + name.substr(name.size() - keep / 2);
}

}  // namespace decant::schema
