#include "source/rest/paginator/link_header.h"

#include <algorithm>
#include <utility>

namespace decant::source::rest {

namespace {

constexpr std::string_view kBlanks = " \t";

std::string_view without_blanks_at_end(std::string_view text) {
  return text.substr(0, text.find_last_not_of(kBlanks) + 1);
}

/// Reads a `Link` header from left to right.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  /// The next `<target>`; what stands before it is passed over.
  std::optional<std::string_view> target() {
    const auto open = rest_.find('<');
    const auto close = open == std::string_view::npos ? open : rest_.find('>', open);
    if (close == std::string_view::npos) return std::nullopt;
    auto found = rest_.substr(open + 1, close - open - 1);
    rest_.remove_prefix(close + 1);
    found.remove_prefix(std::min(found.find_first_not_of(kBlanks), found.size()));
    return without_blanks_at_end(found);
  }

  /// The next `;name=value` of the link read last; nothing at its end.
  std::optional<std::pair<std::string, std::string>> parameter() {
    skip(kBlanks);
    if (!rest_.starts_with(';')) return std::nullopt;
    rest_.remove_prefix(1);
    skip(kBlanks);
    std::string name = token("=;,");
    if (!rest_.starts_with('=')) return std::pair(std::move(name), std::string());
    rest_.remove_prefix(1);
    skip(kBlanks);
    return std::pair(std::move(name), rest_.starts_with('"') || rest_.starts_with('\'') ? quoted() : token(";,"));
  }

 private:
  void skip(std::string_view characters) {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(characters), rest_.size()));
  }

  /// Up to one of `ends`, without blanks at its end.
  std::string token(std::string_view ends) {
    const auto size = std::min(rest_.find_first_of(ends), rest_.size());
    const auto found = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return std::string(without_blanks_at_end(found));
  }

  /// A text in double or single quotes; one that is not closed ends with the header.
  std::string quoted() {
    std::string text;
    std::size_t at = 1;
    while (at < rest_.size() && rest_[at] != rest_.front()) {
      if (rest_[at] == '\\' && at + 1 < rest_.size()) ++at;
      text += rest_[at++];
    }
    rest_.remove_prefix(std::min(at + 1, rest_.size()));
    return text;
  }

  std::string_view rest_;
};

bool has_word(std::string_view text, std::string_view word) {
  if (text == word) return true;
  while (!text.empty()) {
    const auto size = std::min(text.find(' '), text.size());
    if (http::same_name(text.substr(0, size), word)) return true;
    text.remove_prefix(std::min(size + 1, text.size()));
  }
  return false;
}

}  // namespace

std::optional<std::string> find_link(const http::Headers& headers, std::string_view relation) {
  std::optional<std::string> link;
  for (const auto& [name, value] : headers.fields()) {
    if (!http::same_name(name, "link")) continue;
    Scanner scanner(value);
    while (const auto target = scanner.target()) {
      bool fits = false;
      while (const auto parameter = scanner.parameter())
        fits = fits || (http::same_name(parameter->first, "rel") && has_word(parameter->second, relation));
      if (fits && !target->empty()) link = *target;
    }
  }
  return link;
}

}  // namespace decant::source::rest
