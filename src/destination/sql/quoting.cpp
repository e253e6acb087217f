#include "destination/sql/quoting.h"

namespace decant::destination {

namespace {

std::string quote(std::string_view text, char mark) {
  std::string quoted(1, mark);
  for (const char c : text) {
    if (c == mark) quoted += mark;
    quoted += c;
  }
  quoted += mark;
  return quoted;
}

}  // namespace

std::string quote_identifier(std::string_view name) { return quote(name, '"'); }
std::string quote_literal(std::string_view text) { return quote(text, '\''); }

std::string quote_list(std::span<const std::string> names, std::string_view prefix) {
  std::string list;
  for (const auto& name : names) {
    if (!list.empty()) list += ", ";
    list.append(prefix).append(quote_identifier(name));
  }
  return list;
}

std::string fold_case(std::string_view name) {
  std::string folded(name);
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return folded;
}

}  // namespace decant::destination
