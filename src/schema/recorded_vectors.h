#pragma once

// For tests: the function-level vectors recorded from dlt.
#include <fstream>
#include <sstream>
#include <string_view>

#include "json/value.h"

namespace decant::schema {

inline const json::Value::Array& recorded_vectors(std::string_view kind) {
  static const json::Value cases = [] {
    std::stringstream text;
    text << std::ifstream(DECANT_NORMALIZE_CASES).rdbuf();
    auto document = json::parse_value(text.str());
    return document ? std::move(*document) : json::Value();
  }();
  static const json::Value::Array none;
  const json::Value* vectors = cases.find("vectors");
  const json::Value* found = vectors == nullptr ? nullptr : vectors->find(kind);
  return found == nullptr || !found->is_array() ? none : found->as_array();
}

}  // namespace decant::schema
