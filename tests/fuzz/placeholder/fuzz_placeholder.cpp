// The input is a template, a NUL byte, and a JSON value for each of its placeholders. The template is refused or filled
// in; what holds for every template is checked.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"
#include "core/utf8.h"
#include "json/value.h"
#include "json/write.h"
#include "source/rest/placeholder/python_text.h"
#include "source/rest/placeholder/template.h"

namespace {

using namespace decant;
using source::rest::Lookup;
using source::rest::Template;

std::string with_braces_doubled(std::string_view text) {
  std::string doubled;
  for (const char c : text) doubled.append(c == '{' || c == '}' ? 2 : 1, c);
  return doubled;
}

/// Whatever a text holds: with its braces doubled it is a template for itself.
void check_literal(std::string_view text, const Lookup& lookup) {
  const auto literal = Template::compile(with_braces_doubled(text));
  DECANT_CHECK(literal.has_value() && !literal->has_placeholders());
  DECANT_CHECK(*literal->text(lookup) == text);
  DECANT_CHECK(*literal->value(lookup) == json::Value(std::string(text)));
}

void check_template(std::string_view text, const json::Value& value, const Lookup& lookup) {
  const auto compiled = Template::compile(text);
  if (!compiled) {
    DECANT_CHECK(compiled.error().kind == ErrorKind::config && !compiled.error().hint.empty());
    return;
  }
  const auto names = compiled->names();
  DECANT_CHECK(compiled->has_placeholders() == !names.empty());
  const auto filled = compiled->text(lookup);
  const auto kept = compiled->value(lookup);
  if (names.size() == 1 && text == "{" + names.front() + "}") {
    DECANT_CHECK(*kept == value && *filled == source::rest::python_str(value));
  } else if (filled && kept && kept->is_string()) {
    DECANT_CHECK(value.is_string() || kept->as_string() == *filled);
  }
  if (filled && value.is_string()) DECANT_CHECK(is_utf8(*filled));
  const auto unknown = compiled->text([](std::string_view) { return nullptr; });
  DECANT_CHECK(unknown.has_value() == names.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (size > 8192 || !is_utf8(input)) return 0;  // texts of a config are UTF-8
  const auto split = input.find('\0');
  const std::string_view text = input.substr(0, split);
  const auto parsed = json::parse_value(split == std::string_view::npos ? "1" : input.substr(split + 1));
  const json::Value value = parsed ? *parsed : json::Value(std::string(text));
  const Lookup lookup = [&](std::string_view) { return &value; };
  check_literal(text, lookup);
  check_template(text, value, lookup);
  return 0;
}
