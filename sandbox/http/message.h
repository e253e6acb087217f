#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

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

/// How an answer is sent.
enum class Delivery {
  whole,
  /// The whole body, in pieces with pauses between them.
  slow,
  /// Half of the body, then the end of the connection.
  truncated,
  /// Not at all: the connection is reset.
  reset,
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  /// What follows in the body: texts that outlive the answer, so that a large one need not be copied.
  std::vector<std::string_view> rest;
  /// The header `Retry-After`; none if empty.
  std::string retry_after;
  Delivery delivery = Delivery::whole;
  /// How many records the body holds.
  std::size_t rows = 0;
  /// Whether the request carried the right key.
  bool authorized = false;
  /// The fault that the answer suffers on purpose; empty for none.
  std::string fault;
  /// Whether the request log tells of the request.
  bool logged = true;

  std::size_t body_size() const {
    std::size_t size = body.size();
    for (const std::string_view text : rest) size += text.size();
    return size;
  }
  /// Makes `body` the whole of it.
  void join() {
    body.reserve(body_size());
    for (const std::string_view text : rest) body += text;
    rest.clear();
  }
};

}  // namespace decant::sandbox
