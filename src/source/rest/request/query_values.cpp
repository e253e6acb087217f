#include "source/rest/request/query_values.h"

#include "source/rest/placeholder/python_text.h"

namespace decant::source::rest {

void append_values(const std::string& name, const json::Value& value, http::Parameters& parameters) {
  if (value.is_null()) return;
  if (!value.is_array()) {
    parameters.emplace_back(name, python_str(value));
    return;
  }
  for (const auto& item : value.as_array()) {
    if (!item.is_null()) parameters.emplace_back(name, python_str(item));
  }
}

}  // namespace decant::source::rest
