#include "source/rest/request/page_request.h"

#include <algorithm>

#include "source/rest/request/query_values.h"

namespace decant::source::rest {

void PageRequest::set(const RequestField& field, const json::Value& value) {
  if (!field.param.empty()) {
    http::Parameters given;
    append_values(field.param, value, given);
    if (given.empty()) {
      std::erase_if(params, [&](const auto& entry) { return entry.first == field.param; });
    } else {
      params = http::merge_parameters(std::move(params), given);
    }
  }
  if (field.keys.empty()) return;
  if (!json) json = json::Value::object();
  json::Value* place = &*json;
  for (const auto& key : field.keys) {
    if (!place->is_object()) *place = json::Value::object();
    place = &(*place)[key];
  }
  *place = value;
}

}  // namespace decant::source::rest
