#pragma once

#include <cstddef>
#include <string>

namespace decant::sandbox {

/// The parts of an HTTP request that an emulated API looks at.
struct Request {
  std::string method = "GET";
  /// As sent, without the query.
  std::string path;
  /// As sent, without the question mark.
  std::string query;
  /// The header `API-Authorization`; empty when absent.
  std::string api_authorization;
  /// The header `Authorization`; empty when absent.
  std::string authorization;
};

/// The answer; always JSON.
struct Response {
  int status = 200;
  std::string body;
  /// How many records the body holds.
  std::size_t rows = 0;
  /// Whether the request carried the right key.
  bool authorized = false;
};

}  // namespace decant::sandbox
