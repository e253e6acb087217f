#include "source/rest/request/query_values.h"

#include <vector>

#include "source/rest/placeholder/python_text.h"

namespace decant::source::rest {

namespace {

/// An object counts as the list of its keys, as everywhere in Python.
std::vector<json::Value> elements_of(const json::Value& value) {
  if (value.is_array()) return {value.as_array().begin(), value.as_array().end()};
  if (!value.is_object()) return {value};
  std::vector<json::Value> keys;
  for (const auto& member : value.as_object()) keys.emplace_back(member.first);
  return keys;
}

}  // namespace

void append_values(const std::string& name, const json::Value& value, http::Parameters& parameters) {
  for (const auto& item : elements_of(value)) {
    if (item.is_null()) continue;
    for (const auto& element : elements_of(item)) parameters.emplace_back(name, python_str(element));
  }
}

}  // namespace decant::source::rest
