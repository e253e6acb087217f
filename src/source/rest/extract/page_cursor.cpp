#include "source/rest/extract/page_cursor.h"

#include <utility>

namespace decant::source::rest {

json::Value request_to_cursor(const PageRequest& request, const SecretReferences& references) {
  json::Value params = json::Value::array();
  for (const auto& [name, value] : request.params) {
    json::Value pair = json::Value::array();
    pair.push_back(name);
    pair.push_back(references.hide(value));
    params.push_back(std::move(pair));
  }
  json::Value cursor = json::Value::object();
  cursor["url"] = references.hide(request.url);
  cursor["params"] = std::move(params);
  return cursor;
}

std::unexpected<Error> damaged_cursor() { return fail(ErrorKind::package, "the paging cursor is damaged"); }

Result<void> request_from_cursor(const json::Value& cursor, const SecretReferences& references, PageRequest& request) {
  const json::Value* url = cursor.find("url");
  const json::Value* params = cursor.find("params");
  if (url == nullptr || !url->is_string() || params == nullptr || !params->is_array()) return damaged_cursor();
  request.url = references.reveal(url->as_string());
  request.params.clear();
  for (const auto& pair : params->as_array()) {
    if (!pair.is_array() || pair.as_array().size() != 2 || !pair.as_array()[0].is_string() ||
        !pair.as_array()[1].is_string())
      return damaged_cursor();
    request.params.emplace_back(pair.as_array()[0].as_string(), references.reveal(pair.as_array()[1].as_string()));
  }
  return {};
}

}  // namespace decant::source::rest
