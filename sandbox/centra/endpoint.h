#pragma once

#include "sandbox/http/message.h"
#include "sandbox/http/parameters.h"

namespace decant::sandbox {

/// One path of the Order API. Called from many threads.
class Endpoint {
 public:
  Endpoint() = default;
  virtual ~Endpoint() = default;
  Endpoint(const Endpoint&) = delete;
  Endpoint& operator=(const Endpoint&) = delete;

  /// Answers a GET request that carries the right key.
  virtual Response get(Parameters& parameters) = 0;
};

}  // namespace decant::sandbox
