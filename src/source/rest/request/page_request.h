#pragma once

#include <optional>
#include <string>

#include "http/query.h"
#include "json/value.h"
#include "source/rest/request/request_field.h"

namespace decant::source::rest {

/// What is asked for next; changed by the paginator from page to page. Holds no credential.
struct PageRequest {
  std::string url;                  ///< without the parameters below
  http::Parameters params;          ///< appended to the URL's own
  std::optional<json::Value> json;  ///< the JSON body

  [[nodiscard]] std::string full_url() const { return http::append_parameters(url, params); }

  /// Sets a query parameter, at the place of an older one of that name, or a value in the JSON body. Null removes the
  /// parameter.
  void set(const RequestField& field, const json::Value& value);
};

}  // namespace decant::source::rest
