#pragma once

#include <string>
#include <vector>

#include "json/value.h"

namespace decant::pipeline {

/// Texts as a JSON list.
inline json::Value text_list(const std::vector<std::string>& texts) {
  json::Value list = json::Value::array();
  for (const auto& text : texts) list.push_back(text);
  return list;
}

}  // namespace decant::pipeline
