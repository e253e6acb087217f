#include "duckdb/quote.h"

namespace decant::duckdb {

namespace {

std::string in_quotes(std::string_view text, char quote) {
  std::string result(1, quote);
  for (const char c : text) {
    if (c == quote) result += quote;
    result += c;
  }
  return result + quote;
}

}  // namespace

std::string quote_identifier(std::string_view name) { return in_quotes(name, '"'); }

std::string quote_literal(std::string_view text) { return in_quotes(text, '\''); }

std::string pattern_of(std::string_view path) {
  std::string pattern;
  for (const char c : path) {
    if (c == '*' || c == '?' || c == '[') {
      (pattern += '[') += c;
      pattern += ']';
    } else {
      pattern += c;
    }
  }
  return pattern;
}

}  // namespace decant::duckdb
