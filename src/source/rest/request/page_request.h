#pragma once

#include <string>

#include "http/query.h"

namespace decant::source::rest {

/// What is asked for next; changed by the paginator from page to page. Holds no credential.
struct PageRequest {
  std::string url;          ///< without the parameters below
  http::Parameters params;  ///< appended to the URL's own

  [[nodiscard]] std::string full_url() const { return http::append_parameters(url, params); }

  /// Sets a parameter, at the place of an older one of that name.
  void set(const std::string& name, std::string value) {
    params = http::merge_parameters(std::move(params), {{name, std::move(value)}});
  }
};

}  // namespace decant::source::rest
